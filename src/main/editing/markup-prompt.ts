import { isMarkWithin, markBounds, markTarget, percentOf, thirdOf } from '../../shared/domain/mark-regions.ts'
import type { NumberedMark } from '../../shared/domain/mark-figures.ts'
import type { Mark } from '../../shared/domain/markup.ts'
import type { Point, Rect } from '../../shared/util/geometry.ts'

/** How a prompt names the image that is edited and the copy with the marks, such as `image 1` or `@source`. */
export interface MarkedImages {
  readonly clean: string
  readonly marked: string
}

/** The marks of which a part of the image shows anything. */
export function marksWithin(marks: readonly NumberedMark[], part: Rect): readonly NumberedMark[] {
  return marks.filter(({ mark }) => isMarkWithin(mark, part))
}

/**
 * Private characters in place of what is known only when the rest is planned: the names of the images, and where marks
 * are in the part that is sent. The words of the marks stay readable, so that they can name references. `line` begins a
 * line, then comes its number.
 */
const tokens = { intro: '\uE0F1', line: '\uE0F2', lineEnd: '\uE0F3', outro: '\uE0F4' } as const

/** The lines of an instruction, to be completed by one of the functions below. */
export function listMarks(marks: readonly NumberedMark[]): string {
  const lines = marks.map(({ mark, number }) => {
    const text = textOf(mark)
    const end = text === '' ? '.' : `: ${text}${/[.!?…。！？]$/u.test(text) ? '' : '.'}`
    return `${tokens.line}${number}${tokens.lineEnd}${end}`
  })
  return [tokens.intro, ...lines, tokens.outro].join('\n')
}

interface Completion {
  readonly intro: string
  readonly outro: string
  /** What stands in parentheses behind the number; null = the line is left out. */
  readonly about: (mark: NumberedMark) => string | null
}

function complete(prompt: string, marks: readonly NumberedMark[], { intro, outro, about }: Completion): string {
  const listed = marks.reduce((text, numbered) => {
    const said = about(numbered)
    const head = `${tokens.line}${numbered.number}${tokens.lineEnd}`
    if (said === null) return text.replace(new RegExp(`${head}[^\n]*\n`), '')
    return text.replace(head, () => `${numbered.number} (${said})`)
  }, prompt)
  // What completes a sentence behind the list finds no full stop there.
  const end = new RegExp(outro === '' ? `\n${tokens.outro}\\.?` : `${tokens.outro}\\.?`)
  return listed.replace(tokens.intro, () => intro).replace(end, () => outro)
}

/**
 * Completes the list for a model that gets the image and a copy with the marks. In English, which every model reads.
 * Positions are percentages of `part`, the part of the image that is sent; marks outside it are left out.
 */
export function asMarkedInstruction(
  prompt: string,
  marks: readonly NumberedMark[],
  part: Rect,
  { clean, marked }: MarkedImages,
): string {
  return complete(prompt, marks, {
    intro: `${sentenceStart(marked)} is a copy of ${clean} with numbered marks that show what to change. ${positions}`,
    outro: `${sentenceStart(clean)} is the one to change. Do not draw the marks or their numbers.`,
    about: ({ mark }) =>
      isMarkWithin(mark, part) ? `${mark.color} ${names[mark.shape]}, ${placeOf(mark, part)}` : null,
  })
}

/** Completes the list for a model that follows instructions but gets no image of the marks. */
export function asPlacedInstruction(prompt: string, marks: readonly NumberedMark[], part: Rect): string {
  return complete(prompt, marks, {
    intro: `Change the image as follows. ${positions}`,
    outro: '',
    about: ({ mark }) => (textOf(mark) === '' || !isMarkWithin(mark, part) ? null : placeOf(mark, part)),
  })
}

/** The words of the marks alone, for a model whose prompt describes what belongs into the mask. */
export function markWords(marks: readonly NumberedMark[]): string {
  return marks
    .map(({ mark }) => textOf(mark).replace(/[\s.]+$/, ''))
    .filter((text) => text !== '')
    .join(', ')
}

export function hasMarkWords(marks: readonly Mark[]): boolean {
  return marks.some((mark) => textOf(mark) !== '')
}

const positions = 'Positions are percentages of the width from the left and of the height from the top.'

const names: Readonly<Record<Mark['shape'], string>> = {
  arrow: 'arrow',
  box: 'box',
  ellipse: 'ellipse',
  scribble: 'line',
  note: 'number',
}

/** On one line, as its number begins it. */
function textOf({ text }: Mark): string {
  return text.trim().replace(/\s+/g, ' ')
}

function placeOf(mark: Mark, part: Rect): string {
  const where = thirdName(markTarget(mark), part)
  switch (mark.shape) {
    case 'arrow':
      return `its tip in the ${where} at ${percents(mark.to, part)}`
    case 'note':
      return `in the ${where} at ${percents(mark.at, part)}`
    case 'box':
    case 'ellipse':
    case 'scribble': {
      const { x, y, widthPx, heightPx } = markBounds(mark)
      const end = { x: x + widthPx, y: y + heightPx }
      return `in the ${where} from ${percents({ x, y }, part)} to ${percents(end, part)}`
    }
  }
}

function percents(at: Point, part: Rect): string {
  const { x, y } = percentOf(at, part)
  return `${x} % / ${y} %`
}

const columns = ['left', 'center', 'right'] as const
const rows = ['upper', 'middle', 'lower'] as const

function thirdName(at: Point, part: Rect): string {
  const { column, row } = thirdOf(at, part)
  if (column === 1) return row === 1 ? 'center' : `${rows[row]} center`
  return `${rows[row]} ${columns[column]}`
}

function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
