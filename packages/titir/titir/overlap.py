"""Which of the remarkable zones are told, so that one cluster is not told again as its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from titir.engine import Field, Zone


class Rule(IntEnum):
    """When a less likely cluster is told, by the numbers of SaTScan's parameter."""

    NO_OVERLAP = 0
    NO_CENTRES_IN_OTHER = 1
    NO_CENTRES_IN_MORE_LIKELY = 2
    NO_CENTRES_IN_LESS_LIKELY = 3
    NO_PAIRS_OF_CENTRES = 4
    NO_RESTRICTIONS = 5


class _Told:
    """The clusters that are told already, with a mask of their regions each."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.zones: list[Zone] = []
        self.masks: list[NDArray[np.bool_]] = []
        self.spans: list[tuple[int, int]] = []

    def add(self, zone: Zone, regions: NDArray[np.integer]) -> None:
        mask = np.zeros(len(self.field.counts), dtype=np.bool_)
        mask[regions] = True
        self.zones.append(zone)
        self.masks.append(mask)
        self.spans.append(_span(self.field, zone))

    def same_time(self, zone: Zone) -> list[int]:
        first, end = _span(self.field, zone)
        return [number for number, (begin, stop) in enumerate(self.spans) if begin < end and first < stop]


def reported(field: Field, zones: Sequence[Zone], rule: Rule, *, lowest: float = 0.0) -> list[Zone]:
    """Return the zones that are told: the best, and then those that the rule allows.

    Clusters at different times never stand in each other's way. A zone that every replicate beats (p = 1) is not
    told, the best one excepted.
    """
    told = _Told(field)
    for zone in zones:
        if told.zones and zone.ratio * (1 - 1e-11) <= lowest:  # equal but for rounding, as p-values count it
            break
        regions = _regions(field, zone)
        if _allowed(told, zone, regions, rule):
            told.add(zone, regions)
    return told.zones


def _allowed(told: _Told, zone: Zone, regions: NDArray[np.integer], rule: Rule) -> bool:
    if rule is Rule.NO_RESTRICTIONS:
        return True
    for number in told.same_time(zone):
        mask = told.masks[number]
        if rule is Rule.NO_OVERLAP:
            clash = bool(mask[regions].any())
        else:
            mine = bool(mask[_centre(told.field, zone)].any())
            theirs = bool(np.isin(_centre(told.field, told.zones[number]), regions).any())
            clash = _clash(rule, mine=mine, theirs=theirs)
        if clash:
            return False
    return True


def _clash(rule: Rule, *, mine: bool, theirs: bool) -> bool:
    if rule is Rule.NO_CENTRES_IN_MORE_LIKELY:
        return mine
    if rule is Rule.NO_CENTRES_IN_LESS_LIKELY:
        return theirs
    return (mine and theirs) if rule is Rule.NO_PAIRS_OF_CENTRES else (mine or theirs)


def _regions(field: Field, zone: Zone) -> NDArray[np.integer]:
    level = field.levels[zone.level]
    return level.members(level.neighbours.of(zone.centre)[: zone.size])


def _centre(field: Field, zone: Zone) -> NDArray[np.integer]:
    return field.levels[zone.level].members(np.array([zone.centre]))


def _span(field: Field, zone: Zone) -> tuple[int, int]:
    return int(field.windows.begins[zone.window]), int(field.windows.ends[zone.window])
