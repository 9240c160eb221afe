import { describe, expect, it } from 'vitest'
import { AppError, errorCodeSchema } from '../../shared/errors/index.ts'
import { describeError, errorCopy } from './error-copy.ts'

describe('error copy', () => {
  it('has a row for every code and no other', () => {
    expect(Object.keys(errorCopy).toSorted()).toEqual(errorCodeSchema.options.toSorted())
  })

  it.each(errorCodeSchema.options)('says %s in words', (code) => {
    const { title, text } = describeError(new AppError(code, 'What happened. What to do.'))
    expect(title.length).toBeGreaterThan(3)
    expect(title).not.toContain('/')
    expect(text.length).toBeGreaterThan(3)
  })

  it('shows the message of an error that knows more than the code', () => {
    const error = new AppError('storage/full', 'Could not save coffee.png. The disk is full.')
    expect(describeError(error)).toEqual({ title: 'Disk full', text: error.message })
  })

  it('says of a fault of ours that nothing was lost', () => {
    const { text } = describeError(new TypeError('x is not a function'))
    expect(text).toContain('safe')
    expect(text).toContain('x is not a function')
  })
})
