/** Comparisons a model needs before a score is told. */
export const leagueLeast = 5
