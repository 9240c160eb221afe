import { describe, expect, it } from 'vitest'
import { AppError, errorCodeSchema } from '../../shared/errors/index.ts'
import { describeError, errorCopy } from './error-copy.ts'

describe('error copy', () => {
  it('has an entry for every error code and no others', () => {
    expect(Object.keys(errorCopy).toSorted()).toEqual(errorCodeSchema.options.toSorted())
  })

  it.each(errorCodeSchema.options)('describes %s in readable text', (code) => {
    const { title, text } = describeError(new AppError(code, 'What happened. What to do.'))
    expect(title.length).toBeGreaterThan(3)
    expect(title).not.toContain('/')
    expect(text.length).toBeGreaterThan(3)
  })

  it('prefers a specific error message to the generic text', () => {
    const error = new AppError('storage/full', 'Could not save coffee.png. The disk is full.')
    expect(describeError(error)).toEqual({ title: 'Disk full', text: error.message })
  })

  it('reassures that work is safe after an internal error', () => {
    const { text } = describeError(new TypeError('x is not a function'))
    expect(text).toContain('safe')
    expect(text).toContain('x is not a function')
  })
})
