import { describe, expect, it } from 'vitest'
import { referenceImagesMax, referenceNameSchema } from '../../../shared/domain/named-reference.ts'
import * as messages from '../../../shared/messages/en/named-references.ts'
import { assetId } from '../../../../test/support/window/sample-records.ts'
import { namedReferenceId, sampleReference } from '../../../../test/support/window/sample-references.ts'
import { blankDraft, draftOf, isSameDraft, moveImage, nameProblem, tidied, withImages } from './reference-draft.ts'

describe('the name of a reference', () => {
  it.each(['anna', 'Anna-2', 'zoë', '山', 'a_', 'x'.repeat(40)])('may be %s', (name) => {
    expect(nameProblem(name, [], null)).toBeNull()
    expect(referenceNameSchema.safeParse(name).success).toBe(true)
  })

  it.each(['', 'an na', '-anna', 'anna-', '@anna', 'a.b', 'x'.repeat(41)])('may not be “%s”', (name) => {
    expect(nameProblem(name, [], null)).toBe(messages.nameFormat)
    expect(referenceNameSchema.safeParse(name).success).toBe(false)
  })

  it('is taken by another reference whatever its case, not by the reference itself', () => {
    const all = [sampleReference(1, { name: 'Anna' })]
    expect(nameProblem('anna', all, null)).toBe(messages.nameUsed)
    expect(nameProblem('anna', all, namedReferenceId(1))).toBeNull()
  })
})

describe('the images of a reference', () => {
  const ids = [1, 2, 3].map(assetId)

  it('are added once, up to the limit of the library', () => {
    expect(withImages(ids, [assetId(2), assetId(4)])).toEqual([1, 2, 3, 4].map(assetId))
    const many = Array.from({ length: 30 }, (_, at) => assetId(at + 1))
    expect(withImages([], many)).toEqual(many.slice(0, referenceImagesMax))
    expect(blankDraft('anna', many).imageIds).toHaveLength(referenceImagesMax)
  })

  it('are moved within the list only', () => {
    expect(moveImage(ids, 2, 0)).toEqual([3, 1, 2].map(assetId))
    expect(moveImage(ids, 0, 1)).toEqual([2, 1, 3].map(assetId))
    expect(moveImage(ids, 0, -1)).toEqual(ids)
    expect(moveImage(ids, 2, 3)).toEqual(ids)
  })
})

it('compares drafts by what is saved', () => {
  const reference = sampleReference(1, { note: 'freckles' })
  expect(isSameDraft(tidied({ ...draftOf(reference), note: ' freckles ' }), draftOf(reference))).toBe(true)
  expect(isSameDraft({ ...draftOf(reference), kind: 'style' }, draftOf(reference))).toBe(false)
})
