import { join } from 'node:path'

/**
 * In the folder a library is to move to, until the move is noted as prepared, and again while that is taken back: after
 * a kill what lies beside it is nobody's.
 */
export const copyingMark = (target: string): string => join(target, '.atelier-copying')
