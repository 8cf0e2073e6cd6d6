"""What an instructor's configuration allows answers, and how tests use their objects."""

import pytest
from traitlets.config import Config

from grader.course.permissions import permissions_of
from grader.errors import GraderError


def _config(conversation):
    config = Config()
    config.Grader.conversation = conversation
    return config


def test_the_conversation_is_that_of_the_configuration():
    assert permissions_of(Config()).conversation == "stand-ins"
    assert permissions_of(_config("handles")).conversation == "handles"


def test_another_conversation_is_refused():
    with pytest.raises(GraderError, match="'telepathy'; expected 'stand-ins' or 'handles'"):
        permissions_of(_config("telepathy"))
