import { describe, expect, it } from 'vitest'
import { registry } from '../providers/registry.ts'
import { isAllowedLink } from './allowed-link.ts'

describe('isAllowedLink', () => {
  const pages = Object.values(registry).flatMap(({ id, credential, pages: providerPages }) =>
    [credential.pageUrl ?? [], providerPages?.docs ?? [], providerPages?.prices ?? []]
      .flat()
      .map((url) => [id, url] as const),
  )
  it.each(pages)('allows the pages of %s: %s', (_id, url) => {
    expect(isAllowedLink(url)).toBe(true)
  })

  it.each([
    'http://github.com/',
    'https://github.com.example.org/',
    'https://someone@fal.ai/',
    'https://fal.ai:8443/',
    'https://example.org/',
    'https://huggingface.co/spaces/somebody/else',
    'https://fal.ai/dashboard/keys?stolen=prompt',
    'https://fal.ai/dashboard/keys#stolen',
    'file:///etc/passwd',
    'no address',
  ])('blocks %s', (url) => {
    expect(isAllowedLink(url)).toBe(false)
  })
})
