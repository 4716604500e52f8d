"""The simulated card payments of the Fraud Detection Handbook, by the book's own protocol.

Le Borgne, Siblini, Lebichot, Bontempi, "Reproducible Machine Learning for Credit Card Fraud Detection:
Practical Handbook", chapter 3. The data is not part of the project.
"""
