"""Measurements that anybody can repeat; each script prints ratios against a plain baseline."""
