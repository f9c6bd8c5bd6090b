"""Prometheus and Alertmanager over a real server: does every panel have data, and does an alert reach somebody?"""
