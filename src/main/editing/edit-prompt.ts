import type { EditIntent, EditPlan } from '../../shared/domain/edit.ts'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { Rect, Size } from '../../shared/util/geometry.ts'

export interface SpokenEdit {
  readonly intent: EditIntent
  /** The user's prompt, trimmed. */
  readonly prompt: string
  readonly told: EditPlan['told']
  /** Where the mask is in the part that is sent, for models that cannot see it; null = unknown. */
  readonly place: MaskRegion | null
}

export interface MaskRegion {
  readonly bounds: Rect
  readonly part: Rect
}

type Speaker = Pick<ModelCard, 'edits' | 'mask' | 'prompt'>

const keepInstruction = 'Keep everything else exactly as it is.'

/**
 * Returns the prompt to send with an edit. Instruction models are told what to do and where; models that take a mask
 * file get the user's own prompt, and ours only if they cannot do without one.
 */
export function editPrompt(edit: SpokenEdit, card: Speaker): string {
  const isInstructed = card.edits === 'instruction' && (edit.told === 'second-picture' || edit.told === 'crop-only')
  if (isInstructed) return instruction(edit)
  if (edit.prompt !== '' || card.prompt !== 'required') return edit.prompt
  // A soft mask with an instruction; models that respect their mask draw what the prompt describes.
  return card.edits === 'instruction' && card.mask === 'soft' ? promptForEmpty(edit) : description(edit.intent)
}

function instruction(edit: SpokenEdit): string {
  const { intent, prompt } = edit
  if (prompt === '') return promptForEmpty(edit)
  const where = describeLocation(edit)
  switch (intent) {
    case 'fill':
      return `${asSentence(prompt)} ${edit.told === 'crop-only' ? '' : `Change only ${where}. `}${keepInstruction}`
    case 'add':
      return `Add to ${where}: ${asSentence(prompt)} ${keepInstruction}`
    case 'remove':
      return `Remove from ${where}: ${asSentence(prompt)} Continue the background naturally. ${keepInstruction}`
    case 'background':
      return `Replace the background: ${asSentence(prompt)} Keep the subject exactly as it is, in the same place.`
    case 'expand':
      return `${expandInstruction} ${asSentence(prompt)} ${keepInstruction}`
    case 'whole':
      return prompt
  }
}

const expandInstruction =
  'Continue the image naturally to its borders: the outer part is only a rough fill, to be painted properly.'

/** Returns the request if the user gave no prompt; empty if there is nothing to ask for. */
function promptForEmpty(edit: SpokenEdit): string {
  switch (edit.intent) {
    case 'remove':
      return `Remove the ${edit.told === 'crop-only' ? `object in ${describeLocation(edit)}` : 'marked object'} and continue the background naturally. ${keepInstruction}`
    case 'expand':
      return `${expandInstruction} ${keepInstruction}`
    case 'fill':
    case 'add':
    case 'background':
    case 'whole':
      return ''
  }
}

/** For models whose prompt describes the image. */
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

function describeLocation({ told: maskDelivery, place: region }: SpokenEdit): string {
  if (maskDelivery !== 'crop-only') return 'the marked area'
  return region === null ? 'the middle of the image' : describeRegion(region)
}

const columns = ['left', 'center', 'right'] as const
const rows = ['upper', 'middle', 'lower'] as const

/** Describes the mask's center in thirds of the part that is sent. */
export function describeRegion({ bounds, part }: MaskRegion): string {
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

function asSentence(sentence: string): string {
  return /[.!?…。！？]$/u.test(sentence) ? sentence : `${sentence}.`
}
