import { describe, expect, it } from 'vitest'
import { joinList, joinSentences } from './formats.ts'

describe('joinSentences', () => {
  it('puts a space between sentences, and leaves out what is missing', () => {
    expect(joinSentences('One.', null, '', 'Two.', false, undefined, 'Three.')).toBe('One. Two. Three.')
    expect(joinSentences(null)).toBe('')
  })

  it('puts no space after the wide full stop of Japanese and Chinese', () => {
    expect(joinSentences('署名されました。', '鍵はこのコンピューターに残ります。')).toBe(
      '署名されました。鍵はこのコンピューターに残ります。',
    )
    expect(joinSentences('No credit left.', '没有收费。', '请重试。')).toBe('No credit left. 没有收费。请重试。')
  })
})

describe('joinList', () => {
  it('puts a comma between names, and leaves out what is missing', () => {
    expect(joinList(['a', null, 0, '', false, 'b'])).toBe('a, 0, b')
  })
})
