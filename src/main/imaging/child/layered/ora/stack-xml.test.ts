import { expect, it } from 'vitest'
import { escapeXml, parseXml } from './stack-xml.ts'

it('reads nested elements and attributes', () => {
  const text = `\uFEFF<?xml version='1.0' encoding='UTF-8'?>\n<!-- a > comment -->\n<image w="3" h = '4'>
    <stack><layer name="a &amp; b &#x1F525;&#10;&quot;" src="data/1.png"/><stack/></stack></image>`
  const image = parseXml(text)
  expect(image).toMatchObject({
    name: 'image',
    attributes: new Map([
      ['w', '3'],
      ['h', '4'],
    ]),
  })
  const [stack] = image!.children
  expect(stack!.children.map(({ name }) => name)).toEqual(['layer', 'stack'])
  expect(stack!.children[0]!.attributes.get('name')).toBe('a & b 🔥\n"')
})

it.each([
  ['empty text', ''],
  ['text without an element', 'just text'],
  ['an unclosed element', '<image><stack></image>'],
  ['two roots', '<image/><image/>'],
  ['a mismatched closing tag', '<image></stack></image>'],
  ['an attribute without quotes', '<image w=3/>'],
  ['custom entities', '<!DOCTYPE image [<!ENTITY a "aaaa">]><image w="&a;"/>'],
  ['an external entity', '<!DOCTYPE image SYSTEM "file:///etc/passwd"><image/>'],
  ['a thousand levels of nesting', '<stack>'.repeat(1_000) + '</stack>'.repeat(1_000)],
])('refuses %s', (_what, text) => {
  expect(parseXml(text)).toBeNull()
})

// Quadratic time would far exceed the test's timeout.
it.each([`<image ${'a="b" '.repeat(500_000)}`, `<image ${' '.repeat(2_000_000)}`, '<'.repeat(2_000_000)])(
  'refuses long malformed text quickly: %#',
  (text) => {
    expect(parseXml(text)).toBeNull()
  },
)

it('escapes attribute values so that they are read back unchanged', () => {
  const name = `a <b> & "c" 'd'\t\n é 🔥`
  expect(parseXml(`<layer name="${escapeXml(name)}"/>`)?.attributes.get('name')).toBe(name)
  expect(escapeXml('a\u0000b\ud800c')).toBe('ab\ufffdc')
})
