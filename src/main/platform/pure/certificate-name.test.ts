import { expect, it } from 'vitest'
import { certificateName } from './certificate-name.ts'

it('reads names with commas and non-ASCII letters', () => {
  const subject = 'C=US\nO=Images\\, Inc.\nCN=\\C3\\84nne \\"Ann\\" = 赤'
  expect(certificateName(subject, 'O')).toBe('Images, Inc.')
  expect(certificateName(subject, 'CN')).toBe('Änne "Ann" = 赤')
  expect(certificateName('C=US', 'CN')).toBeNull()
})
