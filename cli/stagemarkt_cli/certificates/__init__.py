"""What a school's certificate must be before SBB is shown it: read and judged, without any IO."""
