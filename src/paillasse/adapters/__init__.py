"""The only home of vendor SDKs: each module makes one of them speak a protocol of ours."""
