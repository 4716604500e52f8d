"""ADBench by its own protocol: our detectors beside the published columns, on other people's data.

Han, Hu, Huang, Jiang & Zhao 2022, "ADBench: Anomaly Detection Benchmark", NeurIPS, data sets and
benchmarks. Data and published tables are given by path and are no part of the project.
"""
