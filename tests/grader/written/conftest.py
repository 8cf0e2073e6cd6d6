"""The real encoder as a fixture, and a scorer that encodes no passage twice."""

import os

import pytest
from threadpoolctl import threadpool_limits

from grader.errors import EncoderMissingError
from grader.written import encoder as encoders
from grader.written import scorer
from grader.written.model import load


@pytest.fixture(scope="session")
def real_encoder():
    """Find the encoder. Without it these tests are skipped by name; CI skips nothing.

    A file that is there and is not the published one fails them: that is no reason to skip.
    """
    try:
        encoders.folder()
    except EncoderMissingError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{error} CI skips nothing: see .ci/run", pytrace=False)
        pytest.skip(f"needs the encoder: {error}")
    return scorer.encoder()


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    """Use one core: beside other work, threads that wait for each other take many times as long."""
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="session")
def kept(real_encoder):
    return encoders.Remembering(real_encoder)


@pytest.fixture(scope="session")
def scored(kept):
    """Score as ``scorer.score`` does, but quickly where passages come again."""

    def score(name, text):
        model = load()[name]
        return scorer.decide(scorer.read(name, text, model, kept), model)

    return score


@pytest.fixture(scope="session")
def credits_of():
    def credited(one):
        return {p for p, s in one.points.items() if s.decision is scorer.Decision.CREDIT}

    return credited
