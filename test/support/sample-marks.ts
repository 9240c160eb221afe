import type { Mark } from '../../src/shared/domain/markup.ts'

/** One mark of every form, in an image of at least 400 × 300 pixels. */
export const sampleMarks: readonly Mark[] = [
  {
    id: 'm1',
    shape: 'arrow',
    color: 'red',
    text: 'make this ring green',
    from: { x: 20, y: 30 },
    to: { x: 90, y: 110 },
  },
  { id: 'm2', shape: 'box', color: 'blue', text: 'remove', rect: { x: 260, y: 200, widthPx: 80, heightPx: 60 } },
  { id: 'm3', shape: 'ellipse', color: 'yellow', text: '', rect: { x: 150, y: 20, widthPx: 60, heightPx: 40 } },
  {
    id: 'm4',
    shape: 'scribble',
    color: 'green',
    text: 'a boat with this outline.',
    points: [
      { x: 150, y: 150 },
      { x: 200, y: 150 },
      { x: 180, y: 190 },
    ],
    isClosed: true,
  },
  { id: 'm5', shape: 'note', color: 'magenta', text: 'brighter', at: { x: 350, y: 40 } },
]

export function arrowMark(text = 'make this ring green'): Mark {
  return { ...sampleMarks[0]!, text }
}
