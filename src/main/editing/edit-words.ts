import type { EditIntent, EditPlan } from '../../shared/domain/edit.ts'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { Rect, Size } from '../../shared/util/geometry.ts'

export interface SpokenEdit {
  readonly intent: EditIntent
  /** The person's, without surrounding space. */
  readonly prompt: string
  readonly told: EditPlan['told']
  /** Where the mask lies in what is sent, for models that see none; null = not known. */
  readonly place: MaskRegion | null
}

export interface MaskRegion {
  readonly bounds: Rect
  readonly part: Rect
}

type Speaker = Pick<ModelCard, 'edits' | 'mask' | 'prompt'>

const keepWords = 'Keep everything else exactly as it is.'

/**
 * The words an edit is sent with. Who is told by instructions is told what is to be done where; who takes a mask file
 * gets the person's own words, and words of ours only where it cannot do without any.
 */
export function editWords(edit: SpokenEdit, card: Speaker): string {
  const isInstructed = card.edits === 'instruction' && (edit.told === 'second-picture' || edit.told === 'crop-only')
  if (isInstructed) return instruction(edit)
  if (edit.prompt !== '' || card.prompt !== 'required') return edit.prompt
  // A soft soft mask beside an instruction; whoever keeps to its mask draws what the words describe.
  return card.edits === 'instruction' && card.mask === 'soft' ? wordless(edit) : description(edit.intent)
}

function instruction(edit: SpokenEdit): string {
  const { intent, prompt } = edit
  if (prompt === '') return wordless(edit)
  const where = whereWords(edit)
  switch (intent) {
    case 'fill':
      return `${asSentence(prompt)} ${edit.told === 'crop-only' ? '' : `Change only ${where}. `}${keepWords}`
    case 'add':
      return `Add to ${where}: ${asSentence(prompt)} ${keepWords}`
    case 'remove':
      return `Remove from ${where}: ${asSentence(prompt)} Continue the background naturally. ${keepWords}`
    case 'background':
      return `Replace the background: ${asSentence(prompt)} Keep the subject exactly as it is, in the same place.`
    case 'expand':
      return `${expandWords} ${asSentence(prompt)} ${keepWords}`
    case 'whole':
      return prompt
  }
}

const expandWords =
  'Continue the image naturally to its borders: the outer part is only a rough fill, to be painted properly.'

/** What is asked for where the person said nothing; empty where nothing can be. */
function wordless(edit: SpokenEdit): string {
  switch (edit.intent) {
    case 'remove':
      return `Remove the ${edit.told === 'crop-only' ? `object in ${whereWords(edit)}` : 'marked object'} and continue the background naturally. ${keepWords}`
    case 'expand':
      return `${expandWords} ${keepWords}`
    case 'fill':
    case 'add':
    case 'background':
    case 'whole':
      return ''
  }
}

/** For models that draw what they are told is there. */
function description(intent: EditIntent): string {
  switch (intent) {
    case 'remove':
      return 'empty background that continues what surrounds it'
    case 'expand':
      return 'the same scene, continued naturally'
    case 'fill':
    case 'add':
    case 'background':
    case 'whole':
      return ''
  }
}

function whereWords({ told, place }: SpokenEdit): string {
  if (told !== 'crop-only') return 'the marked area'
  return place === null ? 'the middle of the image' : placeWords(place)
}

const columns = ['left', 'center', 'right'] as const
const rows = ['upper', 'middle', 'lower'] as const

/** In thirds of what is sent, by the middle of the mask. */
export function placeWords({ bounds, part }: MaskRegion): string {
  const column = columns[third(bounds.x + bounds.widthPx / 2 - part.x, part.widthPx)]
  const row = rows[third(bounds.y + bounds.heightPx / 2 - part.y, part.heightPx)]
  if (column === 'center') return row === 'middle' ? 'the middle of the image' : `the ${row} part of the image`
  return row === 'middle' ? `the ${column} part of the image` : `the ${row} ${column} part of the image`
}

function third(at: number, length: Size['widthPx']): 0 | 1 | 2 {
  const share = at / length
  if (share < 1 / 3) return 0
  return share < 2 / 3 ? 1 : 2
}

function asSentence(words: string): string {
  return /[.!?…。！？]$/u.test(words) ? words : `${words}.`
}
