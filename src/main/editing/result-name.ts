const madeEnding = / fill [0-9a-f]{4,8}$/

/**
 * What a result is called: the first picture's name, what was done last and the seed, for example `coffee fill 3fa2`.
 * What was done before is told by the lineage, not by an ever longer name.
 */
export function resultName(parentName: string, made: { readonly operation: 'fill'; readonly seed: number }): string {
  return `${parentName.replace(madeEnding, '')} ${made.operation} ${made.seed.toString(16).padStart(4, '0')}`
}
