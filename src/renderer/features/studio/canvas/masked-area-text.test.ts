import { describe, expect, it } from 'vitest'
import { maskedAreaText } from './masked-area-text.ts'

describe('maskedAreaText', () => {
  it('names size and place of what is masked', () => {
    const maskBounds = { x: 12, y: 40, widthPx: 300, heightPx: 200 }
    expect(maskedAreaText({ maskBounds, maskRevision: 1 })).toBe('Masked: 300 × 200 at 12, 40')
    // As when a document is opened that has a mask.
    expect(maskedAreaText({ maskBounds, maskRevision: 0 })).toBe('Masked: 300 × 200 at 12, 40')
  })

  it('says that nothing is masked only once something was', () => {
    expect(maskedAreaText({ maskBounds: null, maskRevision: 0 })).toBe('')
    expect(maskedAreaText({ maskBounds: null, maskRevision: 2 })).toBe('Nothing masked')
  })
})
