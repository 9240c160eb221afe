import { expect, it } from 'vitest'
import { problemLabels } from './storage-labels.ts'

it('tells an image that was damaged when it came from one that was damaged in the library', () => {
  expect(problemLabels.incomplete).toBe('Damaged: part of the image could not be read')
  expect(problemLabels.damaged).toBe('Damaged on disk')
})
