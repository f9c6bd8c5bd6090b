"""What is learnt from: golden cases asked twice, as rows, validated before anything is fitted."""
