"""Fine-tunes the encoder on syntax and names together, by the clock.

    python -m training.train --minutes 75 --workers 2

On a CPU, single-threaded workers train on their own and average their parameters every few seconds, which
on shared cores is faster than one worker with many threads. The learning rate falls to nothing over the
minutes given; what is kept is a moving average of the averaged parameters. Runs with the same seed differ
a little, since the clock decides how many steps fit.
"""

import argparse
import copy
import datetime
import json
import logging
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import torch
import torch.distributed
import torch.multiprocessing
from torch import Tensor, nn

from ingest.encoder.features import WordFeatures
from training import corpora, labelled
from training.augmentation import NamePool, name_pool, vary
from training.batches import Collator, Labels, batches, passages
from training.corpora import UNKNOWN, Document, Passage
from training.network import LAYERS, Reader, Scores
from training.weights import pretrained

log = logging.getLogger("training")

ENCODER_RATE, HEAD_RATE, LAYER_DECAY = 2e-4, 1.5e-3, 0.92
WARM_UP_STEPS = 150
BATCH_WORDS = 512
MASKED_WORDS = 0.03
LONGEST_PASSAGE = 120
AVERAGED_EVERY = 10.0  # seconds
KEPT_EVERY = 240.0  # seconds
MEMORY = 0.96  # of the moving average, per averaging
LOSS_WEIGHTS = {"heads": 1.0, "relations": 1.0, "upos": 0.5, "xpos": 0.5, "starts": 1.5, "names": 2.0}


@dataclass(frozen=True, slots=True)
class Settings:
    data: Path
    out: Path
    minutes: float
    workers: int
    seed: int
    device: str
    half: bool  # the encoder's products in bfloat16
    resume: Path | None = None
    done: float = 0.0  # share of the schedule that `resume` has behind it


@dataclass(slots=True)
class Material:
    """Everything that is learnt from."""

    documents: list[Document]  # treebanks, and passages of our own
    named: list[tuple[float, list[Passage]]] = field(default_factory=list)

    def epoch(self, rng: random.Random) -> Iterator[Passage]:
        yield from passages(self.documents, rng)
        for share, records in self.named:
            yield from rng.sample(records, round(share * len(records)))


def read_material(data: Path) -> Material:
    material = Material([])
    for corpus, treebank in corpora.SYNTAX.items():
        documents = corpora.read_conllu(data / "syntax" / f"{treebank}-train.conllu")
        records = corpora.read_names(data / "ner" / f"{corpora.SYNTAX_NAMES[corpus]}-train.jsonl")
        named = corpora.add_names(documents, records)
        sentences = sum(1 for document in documents for _ in document.sentences)
        log.info("%s: %d sentences, %d of them with names", corpus, sentences, named)
        material.documents += documents
    for corpus, share in corpora.NAMES_ONLY.items():
        records = [corpora.split_hyphens(record) for record in corpora.learnt(data / "ner" / f"{corpus}.jsonl")]
        material.named.append((share, [piece for record in records for piece in corpora.cut(record, LONGEST_PASSAGE)]))
    for path in sorted(labelled.FOLDER.glob("*.txt")):
        documents = labelled.read_labelled(path)
        log.info("%s: %d sentences", path.name, sum(1 for document in documents for _ in document.sentences))
        material.documents += documents
    return material


def loss_of(network: Reader, scores: Scores, targets: dict[str, Tensor]) -> dict[str, Tensor]:
    """The weighted losses of what the batch tells."""

    def entropy(logits: Tensor, wanted: Tensor) -> Tensor:
        return nn.functional.cross_entropy(logits.flatten(0, -2), wanted.flatten(), ignore_index=UNKNOWN)

    losses = {}
    parsed = targets["heads"] != UNKNOWN
    if parsed.any():
        index = targets["heads"].clamp(min=0)[..., None].expand(-1, -1, scores.heads.shape[-1])
        heads = scores.heads.gather(1, index)[parsed]
        relations = (network.relations(scores.dependents[parsed]) @ heads[..., None]).squeeze(-1)
        losses["heads"] = entropy(scores.arcs, targets["heads"])
        losses["relations"] = entropy(relations, targets["relations"][parsed])
    for name in ("upos", "xpos", "starts", "names"):
        if (targets[name] != UNKNOWN).any():
            losses[name] = entropy(getattr(scores, name), targets[name])
    return {name: LOSS_WEIGHTS[name] * value for name, value in losses.items()}


def optimizer_for(network: Reader) -> torch.optim.Optimizer:
    """AdamW; lower layers of the encoder learn more slowly, heads faster; word pieces stay as they are."""
    network.encoder.pieces.weight.requires_grad_(False)
    network.encoder.positions.weight.requires_grad_(False)
    groups: dict[float, list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            groups.setdefault(_rate(name), []).append(parameter)
    return torch.optim.AdamW(
        [{"params": parameters, "lr": rate, "peak": rate} for rate, parameters in groups.items()],
        betas=(0.9, 0.98),
        weight_decay=0.01,
        fused=True,
    )


def _rate(name: str) -> float:
    if not name.startswith("encoder.") or "casing" in name:
        return HEAD_RATE
    layer = int(name.split(".")[2]) if name.startswith("encoder.layers.") else 0
    return ENCODER_RATE * LAYER_DECAY ** (LAYERS - 1 - layer)


class Averager:
    """Averages the workers' parameters, and keeps a moving average of the result."""

    def __init__(self, network: nn.Module, workers: int) -> None:
        self._parameters = [parameter for parameter in network.parameters() if parameter.requires_grad]
        self._workers = workers
        self._network = network
        self.kept = copy.deepcopy(network)
        self._rounds = 0

    def average(self, words: int) -> int:
        """Weighs every worker by the words it saw since the last time; returns the words of all."""
        total = words
        with torch.no_grad():
            if self._workers > 1:
                flat = torch.cat([parameter.reshape(-1) for parameter in self._parameters]) * float(words)
                flat = torch.cat([flat, torch.tensor([float(words)], device=flat.device)])
                torch.distributed.all_reduce(flat)
                total = int(flat[-1].item())
                flat = flat[:-1] / flat[-1].clamp(min=1.0)
                offset = 0
                for parameter in self._parameters:
                    parameter.copy_(flat[offset : offset + parameter.numel()].view_as(parameter))
                    offset += parameter.numel()
            self._rounds += 1
            memory = min(MEMORY, self._rounds / (self._rounds + 4))
            for kept, current in zip(self.kept.parameters(), self._network.parameters(), strict=True):
                kept.lerp_(current, 1 - memory)
        return total


def work(rank: int, settings: Settings, meeting: str) -> None:
    """One worker, from its data to the end of the schedule; worker 0 writes the checkpoints."""
    logging.basicConfig(level=logging.INFO if rank == 0 else logging.WARNING, format="%(asctime)s %(message)s")
    torch.set_num_threads(1 if settings.device == "cpu" else 8)
    torch.set_flush_denormal(True)
    if settings.workers > 1:
        torch.distributed.init_process_group(
            "gloo",
            init_method=f"file://{meeting}",
            rank=rank,
            world_size=settings.workers,
            timeout=datetime.timedelta(minutes=10),
        )
    weights, pieces = pretrained()
    material = read_material(settings.data)
    labels = Labels.of(material.documents)
    pool = name_pool(
        [
            *(sentence for document in material.documents for sentence in document.sentences),
            *(record for _, records in material.named for record in records),
        ]
    )
    torch.manual_seed(settings.seed)
    network = Reader(labels.sizes)
    network.encoder.load_pretrained(weights)
    if settings.resume:
        network.load_state_dict(torch.load(settings.resume, weights_only=True)["network"])
    network.to(settings.device)
    torch.manual_seed(settings.seed + rank)
    rng = random.Random(settings.seed * 1000 + rank)
    collate = Collator(WordFeatures(pieces), labels, pieces.index("[MASK]"), MASKED_WORDS)
    optimizer = optimizer_for(network)
    averager = Averager(network, settings.workers)
    schedule = _Schedule(settings)
    words = seen = 0
    sums: dict[str, float] = {}
    network.train()
    for step, batch in enumerate(_endless(material, pool, rng)):
        if schedule.meeting_due():
            seen += averager.average(words)
            words = 0
            schedule.arrange_meeting()
            if rank == 0:
                _report(schedule, seen, step, sums)
                sums = {}
                if schedule.keeping_due():
                    keep(averager.kept, labels, settings.out / "checkpoint.pt")
            if schedule.over:
                break
        share = schedule.rate(step)
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * share
        inputs, targets = collate(batch, rng)
        inputs = {name: value.to(settings.device) for name, value in inputs.items()}
        targets = {name: value.to(settings.device) for name, value in targets.items()}
        with torch.autocast(settings.device, dtype=torch.bfloat16, enabled=settings.half):
            scores = network(**inputs)
        losses = loss_of(network, scores, targets)
        optimizer.zero_grad(set_to_none=True)
        torch.stack(list(losses.values())).sum().backward()
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimizer.step()
        words += sum(len(passage.words) for passage in batch)
        for name, value in losses.items():
            sums[name] = sums.get(name, 0.0) + value.item()
            sums[f"{name}#"] = sums.get(f"{name}#", 0.0) + 1
    if rank == 0:
        keep(averager.kept, labels, settings.out / "final.pt")
        (settings.out / "training.json").write_text(
            json.dumps({"words": seen, "minutes": settings.minutes, "workers": settings.workers, "seed": settings.seed})
        )


def keep(network: Reader, labels: Labels, path: Path) -> None:
    """Writes a checkpoint whole or not at all."""
    draft = path.with_suffix(".draft")
    torch.save({"network": network.state_dict(), "labels": labels.as_json()}, draft)
    draft.replace(path)


class _Schedule:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._begun = time.monotonic()
        self._next = self._begun + AVERAGED_EVERY
        self._kept = self._begun
        self._agreed = 0.0

    @property
    def done(self) -> float:
        """Share of the whole schedule that is over."""
        share = (time.monotonic() - self._begun) / (60 * self._settings.minutes)
        return self._settings.done + (1 - self._settings.done) * share

    @property
    def over(self) -> bool:
        return self._agreed >= 1

    def rate(self, step: int) -> float:
        return max(0.0, min(1.0, (step + 1) / WARM_UP_STEPS, (1 - self.done) / 0.95))

    def meeting_due(self) -> bool:
        return time.monotonic() >= self._next

    def arrange_meeting(self) -> None:
        """All workers agree on the next meeting and on whether this one is the last."""
        state = torch.tensor([self.done], dtype=torch.float64)
        if self._settings.workers > 1:
            torch.distributed.all_reduce(state, op=torch.distributed.ReduceOp.MAX)
        self._agreed = state.item()
        self._next = time.monotonic() + AVERAGED_EVERY

    def keeping_due(self) -> bool:
        due = time.monotonic() - self._kept >= KEPT_EVERY
        if due:
            self._kept = time.monotonic()
        return due


def _endless(material: Material, pool: NamePool, rng: random.Random) -> Iterator[list[Passage]]:
    while True:
        varied = [vary(passage, pool, rng) for passage in material.epoch(rng)]
        yield from batches([passage for passage in varied if passage.words], BATCH_WORDS, rng)


def _report(schedule: _Schedule, seen: int, step: int, sums: dict[str, float]) -> None:
    means = {name: round(value / sums[f"{name}#"], 3) for name, value in sums.items() if "#" not in name}
    log.info("%5.1f %%  %d words, %d steps  %s", 100 * schedule.done, seen, step, means)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=Path("../shared/nlp"))
    parser.add_argument("--out", type=Path, default=Path("build/training"))
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--done", type=float, default=0.0, help="share of the schedule the checkpoint has behind it")
    given = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    workers = given.workers if device == "cpu" else 1
    half = device == "cuda" or torch.cpu._is_amx_tile_supported()
    settings = Settings(
        given.data, given.out, given.minutes, workers, given.seed, device, half, given.resume, given.done
    )
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        meeting = str(Path(folder) / "meeting")
        torch.multiprocessing.spawn(work, args=(settings, meeting), nprocs=workers)


if __name__ == "__main__":
    main()
