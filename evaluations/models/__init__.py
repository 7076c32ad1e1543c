"""Councils, sessions, score sheets, results and what follows from them."""

from evaluations.models.appraisals import AdvisoryTeam, AdvisoryTeamMember, Appraisal
from evaluations.models.assessments import Assessment, Recusal, Result
from evaluations.models.councils import Council, CouncilMember
from evaluations.models.followup import DecisionEntry, MinistryCase
from evaluations.models.sessions import Attendance, CouncilSession
from evaluations.models.sheets import ReopenRequest, ScoreLine, ScoreSheet

__all__ = [
    "AdvisoryTeam",
    "AdvisoryTeamMember",
    "Appraisal",
    "Assessment",
    "Attendance",
    "Council",
    "CouncilMember",
    "CouncilSession",
    "DecisionEntry",
    "MinistryCase",
    "Recusal",
    "ReopenRequest",
    "Result",
    "ScoreLine",
    "ScoreSheet",
]
