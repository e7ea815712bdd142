"""Time expressions: a table of what a careful reader would say, kind by kind, and what must hold for any text at all."""

import re
import time
from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Granularity, Period, Span
from ingest.dates import Toward, expression_of, find, period_of

PUBLISHED = date(2025, 4, 9)  # a Wednesday

# Each row: a sentence with the expression in brackets, and the time it tells.
# "2025-04-09" a day, "2025-03" a month, "2025" a year, "A..B unit" anything else (A or B left out: open),
# "?" a time that cannot be told. A sentence without brackets holds no time expression.
TABLE: dict[str, list[tuple[str, str]]] = {
    "explicit days": [
        ("They signed it on [April 9, 2025] in Tokyo.", "2025-04-09"),
        ("They signed it on [9 April 2025].", "2025-04-09"),
        ("The [9th of April 2025] was a holiday.", "2025-04-09"),
        ("The treaty was signed on [Wednesday, April 2, 2025].", "2025-04-02"),
        ("He was born on [February 14th, 1967] in The Hague.", "1967-02-14"),
        ("Troops crossed the border on [24 Feb. 2022].", "2022-02-24"),
        ("Protesters gathered on [Sept. 3, 2024].", "2024-09-03"),
        ("The log was closed on [2024-11-05].", "2024-11-05"),
        ("Stamped [05.11.2024] by the ministry.", "2024-11-05"),
        ("The form is dated [25/12/2023].", "2023-12-25"),
        ("The form is dated [12/25/2023].", "2023-12-25"),
        ("The form is dated [4/5/2024].", "?"),
        ("It took effect [Jan. 1, 2024], officials said.", "2024-01-01"),
        ("The law of [1st May 1998] was repealed.", "1998-05-01"),
        ("He died on [December 8 last year].", "2024-12-08"),
        ("They met on [12 June of last year].", "2024-06-12"),
        ("Rebels took the capital on [Sunday, 8 December 2024].", "2024-12-08"),
        ("The leaders met on [June 31, 2020].", "?"),
        ("The king died on [Christmas Day] 20 kilometres away.", "2024-12-25"),
        ("Shots were heard on [New Year's Eve].", "2024-12-31"),
    ],
    "days without a year": [
        ("Israel struck the port on [March 6].", "2025-03-06"),
        ("The first round took place on [December 3].", "2024-12-03"),
        ("She will travel to Seoul on [May 7].", "2025-05-07"),
        ("The two sides agreed to meet on [2 March].", "2026-03-02"),
        ("The parade on [May 9] will take place as planned.", "2025-05-09"),
        ("Voters go to the polls on [April 28].", "2025-04-28"),
        ("Elections are scheduled for [3 June].", "2025-06-03"),
        ("The ceasefire was signed on [November 27th].", "2024-11-27"),
        ("He was arrested on [the 19th of March].", "2025-03-19"),
        ("The talks were held on [Tuesday, April 8].", "2025-04-08"),
        ("The summit ended on [April 9].", "2025-04-09"),
        ("The ship will leave on [April 9].", "2025-04-09"),
        ("Baku opened fire on [Sept. 19].", "2024-09-19"),
        ("The law would take effect on [January 1].", "2026-01-01"),
    ],
    "several days": [
        ("The summit took place on [May 19–21, 2023].", "2023-05-19..2023-05-21 range"),
        ("Talks were held on [3-5 March].", "2025-03-03..2025-03-05 range"),
        ("Talks will be held [from 3 to 5 May].", "2025-05-03..2025-05-05 range"),
        ("He will visit Rome on [June 24 and 25].", "2025-06-24..2025-06-25 range"),
        ("The vote was held [between March 15 and 17, 2024].", "2024-03-15..2024-03-17 range"),
        ("It lasted [from 28 February to 3 March 2024].", "2024-02-28..2024-03-03 range"),
        ("The drill ran [from March 10 to March 20].", "2025-03-10..2025-03-20 range"),
        ("Fighting raged [from 27 September to 10 November 2020].", "2020-09-27..2020-11-10 range"),
        ("The forum was held [from Monday to Wednesday].", "2025-04-07..2025-04-09 range"),
        ("The queen was in Nairobi on [7 and 8 April].", "2025-04-07..2025-04-08 range"),
    ],
    "weekdays": [
        ("Rutte met Ishiba on [Wednesday].", "2025-04-09"),
        ("Rutte met Nakatani on [Tuesday].", "2025-04-08"),
        ("The missile hit the city on [Thursday].", "2025-04-03"),
        ("The minister said on [Monday] that he had resigned.", "2025-04-07"),
        ("The minister will resign on [Friday].", "2025-04-11"),
        ("Modi is expected to arrive on [Monday].", "2025-04-14"),
        ("She is to address parliament on [Wednesday].", "2025-04-09"),
        ("He said he would fly to Doha on [Sunday].", "2025-04-13"),
        ("The junta freed the envoy late on [Saturday].", "2025-04-05"),
        ("[Tuesday]'s meeting was tense.", "2025-04-08"),
        ("The court ruled [last Friday] against him.", "2025-04-04"),
        ("They spoke [last Monday].", "2025-03-31"),
        ("The truce begins [next Tuesday].", "2025-04-15"),
        ("The leaders will meet [next Friday].", "2025-04-18"),
        ("It launched a rocket early on [Sunday morning|Sunday].", "2025-04-06"),
        ("A hearing is scheduled for [Thursday].", "2025-04-10"),
        ("On [Friday] Biden will host the two leaders.", "2025-04-11"),
        ("On [Friday], Biden hosted the two leaders.", "2025-04-04"),
        ("The envoy was expected in Niamey on [Thursday], but only aides arrived.", "2025-04-03"),
        ("Pakistan agreed on [Sunday] to reopen the border.", "2025-04-06"),
        ("The two sides agreed to meet in Oslo on [Sunday].", "2025-04-13"),
        ("The minister announced on [Tuesday] that troops would leave.", "2025-04-08"),
        ("Parliament approved the sale of ships on [Monday].", "2025-04-07"),
        ("The chancellor travels to Warsaw on [Monday].", "2025-04-14"),
        ("The vote planned for [Sunday] was called off.", "2025-04-13"),
    ],
    "yesterday, today, tomorrow": [
        ("The plane landed [yesterday] in Minsk.", "2025-04-08"),
        ("[Today] the council voted on the text.", "2025-04-09"),
        ("The envoys will meet [tomorrow].", "2025-04-10"),
        ("The president will speak [tonight].", "2025-04-09"),
        ("Drones attacked the refinery [last night].", "2025-04-08"),
        ("Drones attacked the refinery [overnight].", "2025-04-08..2025-04-09 range"),
        ("The minister resigned [this morning].", "2025-04-09"),
        ("They left [the day before yesterday].", "2025-04-07"),
        ("The chancellor will arrive [the day after tomorrow].", "2025-04-11"),
        ("Shelling resumed [this afternoon], the mayor said.", "2025-04-09"),
    ],
    "weeks": [
        ("The two leaders met [last week].", "2025-03-31..2025-04-06 week"),
        ("The commission meets [this week].", "2025-04-07..2025-04-13 week"),
        ("Talks will resume [next week].", "2025-04-14..2025-04-20 week"),
        ("He was in Cairo [earlier this week].", "2025-04-07..2025-04-09 week"),
        ("The bill will be debated [later this week].", "2025-04-09..2025-04-13 week"),
        ("They clashed [last weekend].", "2025-04-05..2025-04-06 range"),
        ("He played golf [over the weekend].", "2025-04-05..2025-04-06 range"),
        ("They will march in Paris [this weekend].", "2025-04-12..2025-04-13 range"),
        ("They will march in Paris [at the weekend].", "2025-04-12..2025-04-13 range"),
    ],
    "months": [
        ("He took office in [October].", "2024-10"),
        ("Turkey struck the group in [March].", "2025-03"),
        ("The leaders will meet in [June].", "2025-06"),
        ("She resigned in [April].", "2025-04"),
        ("They met in [May].", "2024-05"),
        ("A summit will be held in [May].", "2025-05"),
        ("It was signed in [August 2010].", "2010-08"),
        ("The mandate expires in [September of 2026].", "2026-09"),
        ("Riots broke out in [July of last year].", "2024-07"),
        ("Riots broke out in [July last year].", "2024-07"),
        ("A vote is planned for [November this year].", "2025-11"),
        ("He became head of the alliance [last October].", "2024-10"),
        ("The riots shook the capital [last November].", "2024-11"),
        ("The mission ends [next January].", "2026-01"),
        ("They met [earlier this month].", "2025-04-01..2025-04-09 month"),
        ("The carrier will sail [later this month].", "2025-04-09..2025-04-30 month"),
        ("The embassy reopened [last month].", "2025-03"),
        ("The king will visit Riga [next month].", "2025-05"),
        ("They are to meet [early next month].", "2025-05-01..2025-05-10 month"),
        ("It was published [late last month].", "2025-03-21..2025-03-31 month"),
        ("Exports fell in [Sept. 2023].", "2023-09"),
        ("The exercise begins in [mid-May].", "2025-05-11..2025-05-20 month"),
        ("The offensive began in [late March].", "2025-03-21..2025-03-31 month"),
        ("The offensive began in [early February 2025].", "2025-02-01..2025-02-10 month"),
        ("The envoy came at [the end of January].", "2025-01-21..2025-01-31 month"),
        ("The candidates of the [October] election rejected it.", "?|2024-10"),
        ("The [March] summit in Riyadh failed.", "2025-03"),
        ("The border has been shut [since February].", "2025-02-01..2025-04-09 range"),
        ("Prices rose in [June 2022] and again later.", "2022-06"),
    ],
    "years": [
        ("The alliance was founded in [1949].", "1949"),
        ("She led the party to victory in the [2010] general election.", "2010"),
        ("Trump left the [2015] accord.", "2015"),
        ("A [2003] treaty lets ships of both countries pass.", "2003"),
        ("He was born in [1961] in Buenos Aires.", "1961"),
        ("Elections are due in [2027].", "2027"),
        ("The agreement of [1974] still holds.", "1974"),
        ("The law was passed [last year].", "2024"),
        ("The brigade will move to Latvia [next year].", "2026"),
        ("The army grew [this year].", "2025"),
        ("He was elected [earlier this year].", "2025-01-01..2025-04-09 year"),
        ("A vote is expected [later this year].", "2025-04-09..2025-12-31 year"),
        ("The plant was shut [late last year].", "2024-09-01..2024-12-31 year"),
        ("The plant will open [early next year].", "2026-01-01..2026-04-30 year"),
        ("The war ended in [early 2021].", "2021-01-01..2021-04-30 year"),
        ("The deal collapsed in [mid-2019].", "2019-05-01..2019-08-31 year"),
        ("Growth slowed in [late 2023].", "2023-09-01..2023-12-31 year"),
        ("Inflation peaked at [the end of 2022].", "2022-09-01..2022-12-31 year"),
        ("Its [1991] constitution bans coups.", "1991"),
        ("The coup ([2020]) cost him his office.", "2020"),
        ("The Games of [2008] were held in Beijing.", "2008"),
        ("Iran's [1979] revolution shook the region.", "1979"),
        ("The empire fell in [1453].", "1453"),
        ("Israel would withdraw to the [1967] borders.", "1967"),
        ("The [1907] Hague conference met.", "1907"),
    ],
    "year ranges": [
        ("He was ambassador [from 2002 to 2007].", "2002-01-01..2007-12-31 range"),
        ("The war of [1939–1945] changed Europe.", "1939-01-01..1945-12-31 range"),
        ("He governed [from October 2010 until July 2024].", "2010-10-01..2024-07-31 range"),
        ("Exports doubled [between 2015 and 2020].", "2015-01-01..2020-12-31 range"),
        ("Talks took place in [2021-22].", "2021-01-01..2022-12-31 range"),
        ("Fighting flared [between March and May 2021].", "2021-03-01..2021-05-31 range"),
        ("He served [from January to March].", "2025-01-01..2025-03-31 range"),
        ("The strikes came [between November and February].", "2024-11-01..2025-02-28 range"),
        ("Sales fell in [January–March 2024].", "2024-01-01..2024-03-31 range"),
    ],
    "decades and centuries": [
        ("He began his career in the [early 1990s].", "1990-01-01..1993-12-31 decade"),
        ("The rebels took up arms in the [1960s].", "1960-01-01..1969-12-31 decade"),
        ("Relations soured in the [late 1970s].", "1977-01-01..1979-12-31 decade"),
        ("The empire ruled it in [the last century].", "1901-01-01..2000-12-31 century"),
        ("The dispute goes back to [the past century].", "1925-04-09..2025-04-09 range"),
        ("The border was closed [a century ago].", "1920-01-01..1929-12-31 decade"),
        ("The union was founded [half a century ago].", "1975"),
        ("They traded in the [mid-1980s].", "1984-01-01..1986-12-31 decade"),
        ("[The nineties] were kind to him.", "1990-01-01..1999-12-31 decade"),
        ("The border was drawn in the [19th century].", "1801-01-01..1900-12-31 century"),
        ("Empires fell in the [early 20th century].", "1901-01-01..1933-12-31 century"),
        ("Japan opened in the [nineteenth century].", "1801-01-01..1900-12-31 century"),
        ("The alliance has sent ships there in [the last decade].", "2015-04-09..2025-04-09 range"),
        ("Trade has tripled over [the past decade].", "2015-04-09..2025-04-09 range"),
        ("It was agreed [in the '80s|the '80s].", "1980-01-01..1989-12-31 decade"),
    ],
    "quarters, halves, seasons": [
        ("Output fell in the [second quarter of 2026].", "2026-04-01..2026-06-30 quarter"),
        ("Output fell in [Q3 2024].", "2024-07-01..2024-09-30 quarter"),
        ("Output fell in the [fourth quarter of last year].", "2024-10-01..2024-12-31 quarter"),
        ("Output fell in the [first half of 2024].", "2024-01-01..2024-06-30 half"),
        ("Deliveries will start in the [second half of the year].", "2025-07-01..2025-12-31 half"),
        ("Exports grew [last quarter].", "2025-01-01..2025-03-31 quarter"),
        ("The fleet will visit ports [this summer].", "2025-06-01..2025-08-31 season"),
        ("The army retreated [last summer].", "2024-06-01..2024-08-31 season"),
        ("The front froze [last winter].", "2024-12-01..2025-02-28 season"),
        (
            "They began talks in the [spring of 2023|the spring of 2023|in the spring of 2023].",
            "2023-03-01..2023-05-31 season",
        ),
        ("The force was raised in [summer 2021|in summer 2021].", "2021-06-01..2021-08-31 season"),
        ("The treaty lapses [next spring].", "2026-03-01..2026-05-31 season"),
        ("It pressed them [last fall] to sign.", "2024-09-01..2024-11-30 season"),
        ("Kyiv hopes to receive the jets [by summer].", "2025-04-09..2025-08-31 range"),
        ("The group will return [this fall].", "2025-09-01..2025-11-30 season"),
        ("The first half was dull and the second half worse.", "-"),
    ],
    "ago": [
        ("They met [three days ago].", "2025-04-06"),
        ("The junta took power [two weeks ago].", "2025-03-24..2025-03-30 week"),
        ("The base was closed [two months ago].", "2025-02"),
        ("The war began [three years ago].", "2022"),
        ("The war began [a year ago].", "2024"),
        ("The accord was signed [more than two years ago].", "..2023-04-09 range"),
        ("He fled [less than a year ago].", "2024-04-09..2025-04-09 range"),
        ("The state collapsed [a decade ago].", "2015"),
        ("They broke off relations [several years ago].", "..2025-04-09 range"),
        ("The convoy left [an hour ago].", "2025-04-09"),
        ("The convoy left [10 days ago].", "2025-03-30"),
        ("The pact was signed [almost two years ago].", "2023"),
    ],
    "rolling and coming": [
        ("The force will deploy in [the coming weeks].", "2025-04-09.. range"),
        ("He urged it in [recent weeks].", "..2025-04-09 range"),
        ("All three expelled troops in [the past two years].", "2023-04-09..2025-04-09 range"),
        ("Prices doubled over [the past year].", "2024-04-09..2025-04-09 range"),
        ("They will spend more over [the next three years].", "2025-04-09..2028-04-09 range"),
        ("Strikes killed 20 in [the last three days].", "2025-04-06..2025-04-09 range"),
        ("The pact will be signed in [the next few months].", "2025-04-09.. range"),
        ("The summit will be held [in three weeks].", "2025-04-28..2025-05-04 week"),
        ("Troops are to withdraw [within 90 days].", "2025-04-09..2025-07-08 range"),
        ("He could resign [within weeks].", "2025-04-09.. range"),
        ("The ministers will meet [in two days].", "2025-04-11"),
        ("A vote will follow [in two months' time].", "2025-06"),
        ("They will gather again [in a month's time].", "2025-05"),
        ("The first tanks will arrive in [the coming days].", "2025-04-09.. range"),
        ("[This past week] it fired 30 missiles.", "2025-04-02..2025-04-09 range"),
        ("It fired 30 missiles over [the last week].", "2025-04-02..2025-04-09 range"),
    ],
    "since, until, by, before, after": [
        ("He has led the country [since 2010].", "2010-01-01..2025-04-09 range"),
        ("She has been in jail [since last year].", "2024-01-01..2025-04-09 range"),
        ("No ship has left [since Sunday].", "2025-04-06..2025-04-09 range"),
        ("The post was vacant [until 2019].", "..2019-12-31 range"),
        ("He headed the cabinet [until February].", "..2025-02-28 range"),
        ("The permit remains valid [until June 30].", "..2025-06-30 range"),
        ("The state will be dissolved [by January 1, 2026].", "2025-04-09..2026-01-01 range"),
        ("A deal should be reached [by the end of the year].", "2025-04-09..2025-12-31 range"),
        ("The tanks will arrive [by Friday].", "2025-04-09..2025-04-11 range"),
        ("The tanks will arrive [by the end of May].", "2025-04-09..2025-05-31 range"),
        ("It must cut emissions [by 2030].", "2025-04-09..2030-12-31 range"),
        ("The province was calm [before 2014].", "..2013-12-31 range"),
        ("Fighters will move [before the end of the year].", "2025-04-09..2025-12-31 range"),
        ("Trade grew [after 2015].", "2016-01-01..2025-04-09 range"),
        ("The tariffs apply [from next year] on.", "2026-01-01.. range"),
        ("Ties have been frozen [since January 2016].", "2016-01-01..2025-04-09 range"),
        ("[By Tuesday] 70,000 people had fled.", "..2025-04-08 range"),
        ("They fought [until the end of 2020].", "..2020-12-31 range"),
    ],
    "known days": [
        ("The [9/11] attacks killed almost 3,000 people.", "2001-09-11"),
        ("The [September 11] attacks led to the war.", "2001-09-11"),
        ("He planned the [October 7] attacks from Gaza.", "2023-10-07"),
    ],
    "times nobody can tell": [
        ("[Three days later] the envoy left.", "?"),
        ("They signed it on [the same day].", "?"),
        ("He resigned [the following year].", "?"),
        ("The budget for [fiscal year 2025] was cut.", "?"),
        ("The budget for [fiscal 2025] was cut.", "?"),
        ("It grew in the [2024-25 fiscal year|the 2024-25 fiscal year].", "?"),
        ("The request was made [a day earlier].", "?"),
        ("[Two years later] the king died.", "?"),
        ("He came back [the next day].", "?"),
        ("They fled in [November of that same year].", "?"),
        ("It was signed on [3 May of that year].", "?"),
        ("It was signed [the following March].", "?"),
        ("He was shot [that Sunday].", "?"),
    ],
    "traps": [
        ("Russia sent 2,000 troops to the border.", "-"),
        ("Some 1,500 people were killed.", "-"),
        ("About 2000 troops crossed the river.", "-"),
        ("Up to 1945 soldiers may have died.", "-"),
        ("A fence of 2000 kilometres divides them.", "-"),
        ("The border of 1300 km is closed.", "-"),
        ("The talks may resume if both agree.", "-"),
        ("Theresa May met the king in London.", "-"),
        ("May said she would not resign.", "-"),
        ("The plan was rejected by May and her party.", "-"),
        ("They march every spring through the town.", "-"),
        ("The March on Rome is remembered there.", "-"),
        ("The G20 and the G7 met.", "-"),
        ("The F-16 and the Su-35 collided.", "-"),
        ("Resolution 1701 ended the fighting.", "-"),
        ("The council adopted resolution 2231.", "-"),
        ("Rutte is on a two-day trip.", "-"),
        ("A 20-year-old soldier was killed.", "-"),
        ("It was the first summit in 12 years.", "-"),
        ("He was jailed for 16 years.", "-"),
        ("In 100 days the militia killed 800,000 people.", "-"),
        ("The Good Friday Agreement brought peace.", "-"),
        ("Black September hijacked three planes.", "-"),
        ("The Sunday Times reported the deal.", "-"),
        ("It is a task of the twenty - first generation.", "-"),
        ("This fall in prices hurt farmers.", "-"),
        ("The fall of Kabul shocked the allies.", "-"),
        ("Prices may fall in response.", "-"),
        ("The Arab Spring toppled four rulers.", "-"),
        ("Agenda 2063 is the union's plan.", "-"),
        ("The minister presented Vision 2030.", "-"),
        ("Russia Today broadcast the speech.", "-"),
        ("In today's world alliances matter.", "-"),
        ("The vote was 215 to 194.", "-"),
        ("The force works 24/7 there.", "-"),
        ("Flight 1967 was cancelled.", "-"),
        ("He paid $2000 for the pass.", "-"),
        ("It was the last day of the summit.", "-"),
        ("In the last months of the war they fled.", "-"),
        ("The Second World War shaped him.", "-"),
        ("They took the second quarter of the city.", "-"),
        ("Augusta and Julian signed.", "-"),
        ("The Winter Olympics were held there.", "-"),
        ("The troops will march on the capital.", "-"),
        ("August men sat around the table.", "-"),
        ("The rate rose by 2010 percent.", "-"),
        ("Tickets cost 1990 yen.", "-"),
    ],
}

# The same kinds seen from other days of publication.
ELSEWHEN: list[tuple[date, str, str]] = [
    (date(2014, 3, 24), "Putin signed a treaty [last Tuesday].", "2014-03-18"),
    (date(2023, 8, 24), "Both candidates in the [October] election rejected it.", "2023-10"),
    (date(2024, 10, 1), "He did not fear the outcome of the election in [November].", "2024-11"),
    (date(2024, 10, 1), "The party chose him [last Friday].", "2024-09-27"),
    (date(2022, 4, 20), "Australians vote in a general election on [May 21].", "2022-05-21"),
    (date(2024, 1, 5), "He was killed in [December].", "2023-12"),
    (date(2024, 1, 5), "It was founded [last summer].", "2023-06-01..2023-08-31 season"),
    (date(2024, 1, 15), "They fought all through [this winter].", "2023-12-01..2024-02-29 season"),
    (date(2024, 12, 30), "They will meet in [January].", "2025-01"),
    (date(2024, 12, 30), "They will meet [next week].", "2025-01-06..2025-01-12 week"),
    (date(2024, 1, 1), "They met [last month].", "2023-12"),
    (date(2024, 3, 31), "They met [last month].", "2024-02"),
    (date(2025, 10, 13), "The truce took effect on [Friday].", "2025-10-10"),
    (date(2023, 5, 7), "He arrived in Seoul on [Sunday].", "2023-05-07"),
    (date(2023, 5, 7), "They spoke [last Thursday].", "2023-05-04"),
    (date(2024, 3, 7), "His term ends on [October 1].", "2024-10-01"),
    (date(2024, 2, 29), "The war began [a year ago].", "2023"),
    (date(2024, 5, 31), "They agreed [three months ago].", "2024-02"),
    (date(2018, 5, 8), "The measures on oil will follow in [November].", "2018-11"),
    (date(2023, 3, 10), "Xi visited Riyadh in [December].", "2022-12"),
]


def _period(told: str) -> Period:
    """The period that a cell of the table stands for."""
    if ".." in told:
        ends, unit = told.split(" ")
        first, last = (date.fromisoformat(end) if end else None for end in ends.split(".."))
        return Period(first, last, Granularity(unit))
    if re.fullmatch(r"\d{4}", told):
        return Period(date(int(told), 1, 1), date(int(told), 12, 31), Granularity.YEAR)
    if re.fullmatch(r"\d{4}-\d\d", told):
        year, month = map(int, told.split("-"))
        return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]), Granularity.MONTH)
    return Period(date.fromisoformat(told), date.fromisoformat(told), Granularity.DAY)


def _fault(marked: str, told: str, published: date) -> str | None:
    """What is wrong with the reading of a row; None when nothing is."""
    text = re.sub(r"\[([^]|]*)[^]]*\]", r"\1", marked)
    found = find(text, published)
    if told == "-":
        return f"{text!r}: found {[(each.text, each.period) for each in found]}" if found else None
    wanted = re.search(r"\[([^]]*)\]", marked)[1].split("|")  # type: ignore[index]
    seen = [each for each in found if each.text in wanted]
    if len(found) != 1 or not seen:
        return f"{text!r}: found {[each.text for each in found]}"
    allowed = [None if each == "?" else _period(each) for each in told.split("|")]
    return None if seen[0].period in allowed else f"{text!r}: {seen[0].period}, not {told}"


ROWS = [(kind, marked, told, PUBLISHED) for kind, rows in TABLE.items() for marked, told in rows] + [
    ("other publication days", marked, told, published) for published, marked, told in ELSEWHEN
]


@pytest.mark.parametrize("kind", sorted({kind for kind, *_ in ROWS}))
def test_reads_expressions_of_the_kind(kind: str) -> None:
    faults = [fault for of, *row in ROWS if of == kind and (fault := _fault(*row))]
    assert not faults, "\n".join(faults)


def test_the_table_is_wide_enough() -> None:
    assert len(ROWS) >= 200
    assert len({(marked, published) for _, marked, _, published in ROWS}) == len(ROWS)


# ------------------------------------------------------------------------------------------------ which one dates what

# A sentence with the trigger in <> and what dates it: the text of an expression, or "-" where none does.
CHOICES = [
    ("Rutte <met> Ishiba in Tokyo on Wednesday.", "Wednesday"),
    ("Rutte <arrived> on Tuesday and met Ishiba on Wednesday.", "Tuesday"),
    ("Rutte arrived on Tuesday and <met> Ishiba on Wednesday.", "Wednesday"),
    ("On Tuesday Rutte flew to Tokyo and <met> Nakatani.", "Tuesday"),
    ("Rutte, who <took> office in October, met Ishiba on Wednesday.", "October"),
    ("Rutte, who took office in October, <met> Ishiba on Wednesday.", "Wednesday"),
    ("The minister said on Monday that Russia had <attacked> Odesa on Sunday.", "Sunday"),
    ("The minister <said> on Monday that Russia had attacked Odesa.", "Monday"),
    ("The minister said on Monday that Russia had <attacked> Odesa.", "-"),
    ("The minister said on Monday Russia <attacked> Odesa.", "-"),
    ("Russia <attacked> Odesa, the minister said on Monday.", "-"),
    ("Trump on Tuesday <left> the 2015 accord.", "Tuesday"),
    ("Trump <tore> up the 2015 accord.", "-"),
    ("The 2010 <election> brought him to power.", "2010"),
    ("Israel broke the <agreement> of 1974.", "1974"),
    ("He was <born> in The Hague in 1967 and studied in Leiden.", "1967"),
    ("Riyadh cut ties in January 2016, after protesters <stormed> the embassy.", "-"),
    ("Riyadh <cut> ties in January 2016, after protesters stormed the embassy.", "January 2016"),
    ("They <signed> the pact in March; a vote will follow in June.", "March"),
    ("They signed the pact in March; a <vote> will follow in June.", "June"),
    ("When Modi <visited> Riyadh in April, he asked for help.", "April"),
    ("When Modi visited Riyadh in April, he <asked> for help in person on Tuesday.", "Tuesday"),
    ("Britain said on Wednesday that it would <send> a carrier later this month.", "later this month"),
    ("Japan has <given> Kyiv helmets since 2022.", "since 2022"),
    ("Sweden <joined> NATO on Thursday, almost two years after it applied.", "Thursday"),
    ("The queen waved.<>", "-"),
]


@pytest.mark.parametrize(("marked", "wanted"), CHOICES)
def test_dates_an_event_by_the_nearest_expression_of_its_clause(marked: str, wanted: str) -> None:
    start, end = marked.index("<"), marked.index(">") - 1
    text = marked.replace("<", "").replace(">", "")
    chosen = expression_of(text, Span(start, end), find(text, PUBLISHED))
    assert (chosen.text if chosen else "-") == wanted


def test_a_known_tense_overrides_what_the_words_suggest() -> None:
    text = "Trump: Xi to Washington on Friday"
    found, trigger = find(text, PUBLISHED), Span(7, 9)
    assert period_of(text, trigger, found, Toward.PAST) == _period("2025-04-04")
    assert period_of(text, trigger, found, Toward.AHEAD) == _period("2025-04-11")
    assert period_of(text, trigger, found) == found[0].period


def test_a_clause_known_from_a_parse_limits_the_search() -> None:
    text = "He came on Monday and left on Tuesday"
    found = find(text, PUBLISHED)
    assert period_of(text, Span(22, 26), found, clause=Span(0, 17)) == _period("2025-04-07")
    assert period_of(text, Span(22, 26), found, clause=Span(3, 4)) is None


def test_without_a_day_of_publication_only_explicit_dates_are_told() -> None:
    found = find("He came on Monday, last week and in May; he was born on 5 May 1960 and has led it since 2010.", None)
    told = {each.text: each.period for each in found}
    assert [text for text, period in told.items() if period] == ["5 May 1960"]
    assert told["5 May 1960"] == _period("1960-05-05")


# -------------------------------------------------------------------------------------------------- whatever the text

_VOCABULARY = """
    on in since until by before after from to between and the early mid- late last this next coming past of end
    beginning Monday Friday May March April Sept. 5 31 0 2010 1990s 2025-02-30 9999 10000 two three weeks years
    days ago later within in century decade weekend quarter first summer fall winter today overnight will said , .
    – - 9/11 20th fiscal year centuries 999 a
"""
_WORDS = st.sampled_from(_VOCABULARY.split())
_SENTENCES = st.one_of(
    st.lists(_WORDS, max_size=14).map(" ".join), st.lists(_WORDS, max_size=8).map("".join), st.text(max_size=120)
)
_DAYS = st.one_of(st.none(), st.dates(), st.sampled_from([date.min, date.max, date(2024, 2, 29)]))


@given(_SENTENCES, _DAYS)
def test_any_text_is_read_without_error_into_spans_that_mark_their_text(text: str, published: date | None) -> None:
    found = find(text, published)
    ends = [0]
    for each in found:
        assert each.span.of(text) == each.text != ""
        assert each.span.start >= ends[-1]
        ends.append(each.span.end)
        for period in (each.period, each.past, each.ahead):
            if period and period.earliest and period.latest:
                assert period.earliest <= period.latest
            if period and period.granularity is Granularity.DAY:
                assert period.earliest == period.latest
    assert find(text, published) == found


@given(_SENTENCES, _DAYS, st.integers(0, 100), st.integers(0, 20))
def test_choosing_never_fails_and_chooses_among_the_found(
    text: str, published: date | None, start: int, length: int
) -> None:
    found = find(text, published)
    start = min(start, len(text))
    chosen = expression_of(text, Span(start, min(len(text), start + length)), found)
    assert chosen is None or chosen in found


@given(st.dates(date(1800, 1, 1), date(2090, 12, 31)), st.dates(date(1900, 1, 1), date(2090, 1, 1)))
def test_every_day_is_read_back_from_every_way_to_write_it(day: date, published: date) -> None:
    month = f"{day:%B}"
    for written in (
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        day.isoformat(),
        f"{day:%A}, {month} {day.day}, {day.year}",
    ):
        (only,) = find(f"It was signed on {written} in Rome.", published)
        assert (only.text, only.period) == (written, Period(day, day, Granularity.DAY))


@given(st.dates(date(1900, 1, 10), date(2090, 1, 1)), st.integers(0, 6))
def test_a_weekday_lies_within_a_week_on_the_side_the_sentence_looks_to(published: date, ahead: int) -> None:
    name = f"{published + timedelta(ahead):%A}"
    (only,) = find(f"They met on {name} in Rome.", published)
    assert only.ahead == Period(*[published + timedelta(ahead)] * 2, Granularity.DAY)
    assert only.past == Period(*[published - timedelta((7 - ahead) % 7)] * 2, Granularity.DAY)


@given(st.dates(date(1900, 1, 10), date(2090, 1, 1)), st.integers(1, 12))
def test_a_month_without_a_year_is_the_one_before_or_the_one_to_come(published: date, number: int) -> None:
    (only,) = find(f"They met in {date(2000, number, 1):%B} at sea.", published)
    past, ahead = (period and period.earliest for period in (only.past, only.ahead))
    assert past
    assert ahead
    assert past.month == ahead.month == number
    assert past <= published < ahead + timedelta(31)
    assert (ahead - past).days <= 366


def test_a_sentence_takes_less_than_a_millisecond() -> None:
    sentences = [re.sub(r"[][]", "", marked) for _, marked, _, _ in ROWS]
    find(sentences[0], PUBLISHED)
    started = time.process_time()
    for text in sentences:
        find(text, PUBLISHED)
    assert (time.process_time() - started) / len(sentences) < 0.001
