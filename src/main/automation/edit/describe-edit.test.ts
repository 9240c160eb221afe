import { describe, expect, it } from 'vitest'
import { fillRecipe } from '../../../../test/support/build-asset.ts'
import { importRecipe } from '../../../shared/domain/import-recipe.ts'
import { automaticBlend, type EditRecord } from '../../../shared/domain/edit.ts'
import { proofOf, reportedEdit } from './describe-edit.ts'

const edit: EditRecord = {
  intent: 'fill',
  sent: {
    crop: { x: 10, y: 20, widthPx: 512, heightPx: 512 },
    frame: { widthPx: 1_024, heightPx: 1_024 },
    box: { x: 0, y: 0, widthPx: 1_024, heightPx: 1_024 },
  },
  answer: { widthPx: 1_024, heightPx: 1_024 },
  blend: automaticBlend('fill', { growPx: 0, featherPx: 0 }),
  alignment: { shiftXPx: 1.26, shiftYPx: -0.5, scale: 1, rotationDeg: 0, correlation: 0.987, basis: 'measured' },
  insidePx: 100,
  outsidePx: 900,
  maskVerdict: 'ignored',
  isRefused: false,
  reblendOf: null,
}
const imageWith = (changes: Partial<EditRecord> = {}) => ({
  recipe: {
    ...importRecipe,
    operation: 'edit' as const,
    changedInside: 90,
    changedOutside: 0,
    edit: { ...edit, ...changes },
  },
})

describe('the summary of an edit', () => {
  it('is one line of text', () => {
    expect(proofOf(imageWith())).toBe(
      'changed 90 of 100 px inside the mask, 0 of 900 outside · moved 1.3, -0.5 px, match 0.99 · the model seems to have ignored the mask · sent 512 × 512 at 10,20 as 1024 × 1024',
    )
    expect(proofOf(imageWith({ isRefused: true, maskVerdict: 'unknown', alignment: null }))).toMatch(
      /^not pasted, because .* · sent 512/,
    )
    expect(proofOf({ recipe: fillRecipe })).toBe('changed 48 px inside the mask, 0 outside')
    expect(proofOf({ recipe: importRecipe })).toBeNull()
  })

  it('is part of the JSON report', () => {
    expect(reportedEdit(imageWith())).toEqual({
      intent: 'fill',
      changed_inside: 90,
      changed_outside: 0,
      inside_px: 100,
      outside_px: 900,
      alignment: { shift_x: 1.26, shift_y: -0.5, scale: 1, rotation_deg: 0, correlation: 0.987, basis: 'measured' },
      mask_verdict: 'ignored',
      refused: false,
      sent: {
        box: { x: 10, y: 20, width: 512, height: 512 },
        frame: { width: 1_024, height: 1_024 },
        placed: { x: 0, y: 0, width: 1_024, height: 1_024 },
      },
      answer: { width: 1_024, height: 1_024 },
      reblend_of: null,
    })
    expect(reportedEdit({ recipe: fillRecipe })).toBeNull()
  })
})
