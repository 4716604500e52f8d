"""The scorecard on two public sets of credit, beside boosted trees and published figures.

Neither set is part of the project: Taiwan's card holders (Yeh and Lien, 2009) and German loans (Statlog),
both of the UCI repository.
"""
