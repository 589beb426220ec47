"""What a rule is, and the engine that applies rules to calls."""

from sipwhy.diagnosis.limit import Limit, Limits
from sipwhy.diagnosis.overview import HostTraffic, Overview
from sipwhy.diagnosis.rule import ONE, CaptureRule, Rule, Seeks, Text, Words
from sipwhy.diagnosis.scene import Scene

__all__ = ["ONE", "CaptureRule", "HostTraffic", "Limit", "Limits", "Overview", "Rule", "Scene", "Seeks", "Text", "Words"]
