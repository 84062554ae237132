"""What is compared with: simple systems that read stream.jsonl and never the truth."""
