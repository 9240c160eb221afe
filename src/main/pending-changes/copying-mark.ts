import { join } from 'node:path'

/**
 * Marks the target folder of a move until it is finished, naming the home whose copy it holds. If that home has no
 * record of the move, the copy is orphaned.
 */
export const copyingMark = (target: string): string => join(target, '.atelier-copying')
