import { join } from 'node:path'

/**
 * In the folder a library is to move to, until it has moved: says whose copy lies beside it. Without a note of the move
 * in that home, the copy is nobody's.
 */
export const copyingMark = (target: string): string => join(target, '.atelier-copying')
