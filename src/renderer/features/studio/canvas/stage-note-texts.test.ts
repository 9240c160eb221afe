import { describe, expect, it } from 'vitest'
import type { CanvasState } from '../../../editor/session/create-canvas-store.ts'
import { stageNoteTexts } from './stage-note-texts.ts'

const plain: Partial<CanvasState> = {
  isOriginalHeld: false,
  targetKind: 'mask',
  hasMask: true,
  hasSampling: false,
  sampling: 'automatic',
  overlay: 'tint',
  busyWith: null,
  masks: [{ id: 'a', name: 'A', tint: '#ff0000', strength: 1, isOn: true }],
  layers: [],
  viewport: { zoom: 1, originX: 0, originY: 0, rotationDeg: 0, isMirrored: false },
}
const notes = (change: Partial<CanvasState>) => stageNoteTexts({ ...plain, ...change } as CanvasState)
const mask = (isOn: boolean) => ({ id: 'b', name: 'B', tint: '#ff0000', strength: 1, isOn })

describe('stageNoteTexts', () => {
  it('returns no notes in the default state', () => expect(notes({})).toEqual([]))

  it.each<[string, Partial<CanvasState>, string[]]>([
    ['the original', { isOriginalHeld: true, overlay: 'off' }, ['Original']],
    ['a hidden mask', { overlay: 'off' }, ['Mask hidden but active']],
    ['nothing hidden without a mask', { overlay: 'off', hasMask: false }, []],
    [
      'a hidden sampling area',
      { overlay: 'off', hasMask: false, hasSampling: true, sampling: 'painted' },
      ['Sampling area hidden but active'],
    ],
    ['one disabled mask', { masks: [mask(true), mask(false)] }, ['1 mask off (not sent)']],
    ['all masks disabled', { masks: [mask(false), mask(false)] }, ['All masks off (not sent)']],
    ['a running operation', { busyWith: 'Feathering' }, ['Feathering…']],
    [
      'a rotated view',
      { viewport: { zoom: 1, originX: 0, originY: 0, rotationDeg: -15, isMirrored: true } },
      ['View: mirrored, rotated -15°'],
    ],
    ['the sampling area', { targetKind: 'sampling' }, ['Paint sampling area']],
  ])('mentions %s', (_, change, expected) => expect(notes(change)).toEqual(expected))
})
