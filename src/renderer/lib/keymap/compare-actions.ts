import { commandRows, type KeyAction } from './key-action.ts'

/** The light table, and the blind vote on it. */
export const compareActions: readonly KeyAction[] = [
  ...commandRows(
    'Compare',
    ['compare'],
    [
      ['compare.add', 'Add pictures…', 'A'],
      ['compare.remove', 'Take off the table', 'Delete', 'Backspace'],
      ['compare.clear', 'Clear the table'],
      ['compare.open', 'Open in the Studio', 'Mod+Enter'],
      ['compare.leave', 'Back to where one came from', 'Escape'],
      ['compare.next', 'Next picture', 'ArrowRight'],
      ['compare.previous', 'Previous picture', 'ArrowLeft'],
    ],
  ),
]
