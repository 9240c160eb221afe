import { describe, expect, it } from 'vitest'
import { findSourcePoints } from './source-points.ts'

function linesOf(text: string): readonly number[] {
  return [...findSourcePoints('a.ts', text).lines.keys()]
}

/** The first character of what each arm begins with. */
function armsOf(text: string): readonly string[] {
  const { points, arms } = findSourcePoints('a.tsx', text)
  return arms.map(({ point, butNot }) => `${butNot === undefined ? '' : 'not '}${text[points[butNot ?? point]!.start]}`)
}

describe('findSourcePoints', () => {
  it('finds the lines on which statements begin', () => {
    expect(linesOf('const a = 1\n\nfunction f() {\n  return {\n    a,\n  }\n}')).toEqual([1, 4])
  })

  it('takes the body of an arrow function as a statement', () => {
    expect(linesOf('const f = () =>\n  g()\nconst h = () => {\n}')).toEqual([1, 2, 3])
  })

  it('ignores what leaves no code behind', () => {
    const text = [
      "import a from 'a'",
      "export * from 'b'",
      'interface C { d: 1 }',
      'type E = () => void',
      'declare const f: 1',
    ]
    expect(linesOf(text.join('\n'))).toEqual([])
  })

  it('knows constants, which may be built into what uses them', () => {
    const text = [
      'const a = 1',
      'export const b = -2 as const',
      "const c = 'c'",
      'const d = f()',
      'const e = 1, g = f()',
      'let h = 1',
    ]
    const { lines, constants } = findSourcePoints('a.ts', [...text, 'function i() {\n  const j = 1\n}'].join('\n'))
    const found = [...lines].filter(([, points]) => points.some((point) => constants.has(point)))
    expect(found.map(([line]) => line)).toEqual([1, 2, 3])
  })

  it('knows both ways out of an if, whether or not it has an else', () => {
    expect(armsOf('if (x) { a() } else b()')).toEqual(['a', 'b'])
    expect(armsOf('if (x) a()')).toEqual(['a', 'not a'])
  })

  it('knows what is computed only sometimes', () => {
    expect(armsOf('x ? a : b')).toEqual(['a', 'b'])
    expect(armsOf('x && a; x || b; x ?? c; x ??= d')).toEqual(['a', 'b', 'c', 'd'])
    expect(armsOf('switch (x) { case 1: case 2: a(); break; default: b() }')).toEqual(['a', 'b'])
  })

  it('reads components', () => {
    expect(armsOf('const a = <p>{x ? <b /> : null}</p>')).toEqual(['<', 'n'])
  })
})
