import { expect, it } from 'vitest'
import { escapeXml, parseXml } from './stack-xml.ts'

it('reads elements and attributes as they are nested', () => {
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
  ['nothing', ''],
  ['no element', 'just text'],
  ['an open end', '<image><stack></image>'],
  ['two roots', '<image/><image/>'],
  ['a wrong end', '<image></stack></image>'],
  ['an attribute without quotes', '<image w=3/>'],
  ['entities of one’s own', '<!DOCTYPE image [<!ENTITY a "aaaa">]><image w="&a;"/>'],
  ['an external entity', '<!DOCTYPE image SYSTEM "file:///etc/passwd"><image/>'],
  ['a thousand levels', '<stack>'.repeat(1_000) + '</stack>'.repeat(1_000)],
])('refuses %s', (_what, text) => {
  expect(parseXml(text)).toBeNull()
})

// Quadratic time would far exceed the test's timeout.
it.each([`<image ${'a="b" '.repeat(500_000)}`, `<image ${' '.repeat(2_000_000)}`, '<'.repeat(2_000_000)])(
  'refuses long and twisted text: %#',
  (text) => {
    expect(parseXml(text)).toBeNull()
  },
)

it('writes what it reads', () => {
  const name = `a <b> & "c" 'd'\t\n é 🔥`
  expect(parseXml(`<layer name="${escapeXml(name)}"/>`)?.attributes.get('name')).toBe(name)
  expect(escapeXml('a\u0000b\ud800c')).toBe('ab\ufffdc')
})
