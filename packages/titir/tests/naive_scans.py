"""Slow obvious twins of the loops, for the tests to compare with."""

from itertools import pairwise
from math import acos, cos, log, radians, sin

import numpy as np


def kilometres(one, other):
    """Great-circle distance by the spherical law of cosines."""
    (a, b), (c, d) = ((radians(x) for x in place) for place in (one, other))
    return 6367.0 * acos(min(1.0, max(-1.0, sin(a) * sin(c) + cos(a) * cos(c) * cos(b - d))))


def circles(places, size, share):
    """Neighbours of every region, nearest first, as long as the circle is not too large."""
    lists = []
    for centre, here in enumerate(places):
        near = sorted(range(len(places)), key=lambda r: (r != centre, kilometres(here, places[r]), r))
        kept, total = [], 0.0
        for region in near:
            total += size[region]
            if total > share * sum(size):
                break
            kept.append(region)
        lists.append(kept)
    return lists


def poisson_ratio(c, e, n):
    """Kulldorff's ratio of a zone with more than expected."""
    if c <= e or c < 2:
        return 0.0
    return c * log(c / e) + ((n - c) * log((n - c) / (n - e)) if n > c else 0.0)


def expectation_ratio(c, e, n):
    """Neill's ratio of a zone with more than expected."""
    return c * log(c / e) - (c - e) if c > e and c >= 2 else 0.0


def bernoulli_ratio(c, people, n, cases):
    """Kulldorff's ratio of a zone with a higher share of cases, written as a difference of likelihoods."""

    def likelihood(k, m):
        return (k * log(k / m) if k else 0.0) + ((m - k) * log((m - k) / m) if m > k else 0.0)

    if c < 2 or people <= 0 or c * n <= people * cases:
        return 0.0
    return likelihood(c, people) + likelihood(cases - c, n - people) - likelihood(cases, n)


def best(counts, expected, lists, windows, ratio):
    """Best zone of all: (ratio, centre, how many regions, window)."""
    top = (0.0, -1, 0, -1)
    for centre, near in enumerate(lists):
        for size in range(1, len(near) + 1):
            zone = near[:size]
            for number, (first, end) in enumerate(windows):
                value = ratio(int(counts[zone, first:end].sum()), float(expected[zone, first:end].sum()))
                if value > top[0] + 1e-9:
                    top = (value, centre, size, number)
    return top


def shuffled(key_words, places, slots):
    """Fisher-Yates with one word for each step."""
    order = list(places)
    for taken, slot in enumerate(slots):
        other = taken + ((int(key_words[taken]) * (len(order) - taken)) >> 64)
        order[taken], order[other] = order[other], order[taken]
        yield order[taken] + slot


def steps(values):
    """Differences from one value to the next."""
    return [b - a for a, b in pairwise(values)]


def grid(seed, regions, days, rate=0.2):
    """Counts of a small world."""
    return np.random.default_rng(seed).poisson(rate, size=(regions, days))
