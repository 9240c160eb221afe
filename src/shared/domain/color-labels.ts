/** The five customary among photographers, in their usual order. */
export const colorLabels = ['red', 'yellow', 'green', 'blue', 'purple'] as const
