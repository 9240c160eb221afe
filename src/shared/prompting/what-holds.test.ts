import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeTurns, splitInstructions, subjectOf, whatHolds } from './what-holds.ts'

describe('instructions', () => {
  it.each([
    ['warmer light, keep her face', ['warmer light', 'keep her face']],
    ['make it darker. add a hat; and a scarf\nsnow', ['make it darker', 'add a hat', 'a scarf', 'snow']],
    ['write “Hello, world” on the sign, in red', ['write “Hello, world” on the sign', 'in red']],
    ['version 1.5 of the logo', ['version 1.5 of the logo']],
    ['„Hallo, Welt“ auf das Schild, rot', ['„Hallo, Welt“ auf das Schild', 'rot']],
    ['「こんにちは、世界」と書いて。そして帽子を赤く', ['「こんにちは、世界」と書いて', '帽子を赤く']],
    ['光线更暖，保持她的脸；然后去掉帽子', ['光线更暖', '保持她的脸', '去掉帽子']],
    ['a 6" tall vase, red', ['a 6" tall vase', 'red']],
    [' , ;; ', []],
  ])('%s', (words, expected) => {
    expect(splitInstructions(words)).toEqual(expected)
  })

  it.each([
    ['warmer light', 'light'],
    ['softer lighting please', 'light'],
    ['make the hat blue', 'hat'],
    ['remove the hat', 'hat'],
    ['add a fluffy white dog on the table', 'dog'],
    ['remove the table', 'table'],
    ['turn the sky into a sunset', 'sky'],
    ['make it darker', 'brightness'],
    ['brighter', 'brightness'],
    ['keep her face', 'face'],
    ['shorter hair', 'hair'],
    ['trees in the background', 'tree'],
    ['mach das Licht wärmer', 'light'],
    ['Licht wärmer', 'light'],
    ['mach den Hut blau', 'hut'],
    ['entferne den Hut', 'hut'],
    ['mach die Haut glänzend', 'haut'],
    ['behalte ihr Gesicht', 'face'],
    ['noch etwas dunkler', 'brightness'],
    ['mets un chapeau pointu', 'chapeau'],
    ['enlève le chapeau', 'chapeau'],
    ['ajoute un joli chien sur la table', 'chien'],
    ["rends l'arbre vert", 'arbre'],
    ['garde son visage', 'face'],
    ['un poco más oscuro', 'brightness'],
    ['haz el sombrero azul', 'sombrero'],
    ['quita el sombrero', 'sombrero'],
    ['mantén su cara', 'face'],
    ['帽子を青くして', '帽子'],
    ['帽子を取って', '帽子'],
    ['彼女の顔はそのまま', 'face'],
    ['もっと明るく', 'brightness'],
    ['もっと空を明るく', 'sky'],
    ['把帽子改成蓝色', '帽子'],
    ['去掉帽子', '帽子'],
    ['加一顶红色的帽子', '帽子'],
    ['保持她的脸', 'face'],
    ['再亮一点', 'brightness'],
    ['天空亮一点', '天空亮一点'],
    // Nothing is recognized: the instruction as a whole.
    ['niebieski kapelusz', 'niebieski kapelusz'],
    ['mantel', 'mantel'],
    ['синяя шляпа', 'синяя шляпа'],
  ])('“%s” is about: %s', (instruction, subject) => {
    expect(subjectOf(instruction)).toBe(subject)
  })
})

describe('what still holds', () => {
  it('is the last instruction about each subject, unless the newest turn is about it', () => {
    expect(whatHolds(['warmer light, keep her face', 'a red hat', 'cooler light'], 'make the hat blue')).toEqual({
      holding: ['keep her face', 'cooler light'],
      replaced: ['warmer light', 'a red hat'],
    })
    expect(whatHolds(['add a dog on the table'], 'remove the table').holding).toEqual(['add a dog on the table'])
    expect(whatHolds(['brighter', 'darker'], 'snow').holding).toEqual(['darker'])
    expect(whatHolds([], 'snow')).toEqual({ holding: [], replaced: [] })
  })

  it.each([
    ['English', 'a red hat, keep her face', 'make the hat blue', ['keep her face'], ['a red hat']],
    ['German', 'ein roter Hut, behalte ihr Gesicht', 'mach den Hut blau', ['behalte ihr Gesicht'], ['ein roter Hut']],
    ['French', 'un chapeau rouge, garde son visage', 'enlève le chapeau', ['garde son visage'], ['un chapeau rouge']],
    ['Spanish', 'un sombrero rojo, mantén su cara', 'quita el sombrero', ['mantén su cara'], ['un sombrero rojo']],
    ['Japanese', '帽子を赤く、彼女の顔はそのまま', '帽子を取って', ['彼女の顔はそのまま'], ['帽子を赤く']],
    ['Chinese', '加一顶红色的帽子，保持她的脸', '去掉帽子', ['保持她的脸'], ['加一顶红色的帽子']],
  ])('%s: changing and undoing replace, keeping does not', (_language, earlier, newest, holding, replaced) => {
    expect(whatHolds([earlier], newest)).toEqual({ holding, replaced })
  })

  it('confirms what it asks to keep: “keep the hat” takes nothing from “a red hat”', () => {
    expect(whatHolds(['a red hat'], 'keep the hat').holding).toEqual(['a red hat'])
    expect(whatHolds(['keep the hat', 'keep the hat'], 'snow').holding).toEqual(['keep the hat'])
    expect(whatHolds(['keep the hat'], 'remove the hat').holding).toEqual([])
  })

  it('takes short instructions to be in the language of the others', () => {
    expect(whatHolds(['wooden table'], 'remove the table').holding).toEqual([])
    expect(whatHolds(['Hut grün', 'Mantel grün'], 'mach den Himmel dunkler').holding).toEqual([
      'Hut grün',
      'Mantel grün',
    ])
  })

  it('keeps everything that is said in a language it does not know', () => {
    const word = fc.stringMatching(/^[бгджзлпфцчшщыэюя]{3,8}$/u)
    const instruction = fc.array(word, { minLength: 1, maxLength: 4 }).map((each) => each.join(' '))
    fc.assert(
      fc.property(fc.uniqueArray(instruction, { maxLength: 12 }), (all) => {
        const [newest = '', ...earlier] = all
        expect(whatHolds(earlier, newest)).toEqual({ holding: earlier, replaced: [] })
      }),
    )
  })

  it('never loses an instruction silently: each holds, or is listed with a later one about the same', () => {
    const words = `light hat dog warmer red remove keep her on den Hut behalte dunkler le chapeau garde el sombrero quita
      帽子を 青く 把帽子 改成 保持 雪 шляпа , ; 。`
    const said = fc.constantFrom(...words.split(/\s+/u))
    const turn = fc.array(said, { maxLength: 8 }).map((parts) => parts.join(' '))
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 6 }), turn, (earlier, newest) => {
        const { holding, replaced } = whatHolds(earlier, newest)
        const all = earlier.flatMap(splitInstructions)
        expect([...holding, ...replaced].toSorted()).toEqual(all.toSorted())
        for (const list of [holding, replaced]) {
          let from = 0
          for (const each of list) {
            const at = all.indexOf(each, from)
            expect(at).toBeGreaterThanOrEqual(from)
            from = at + 1
          }
        }
        // With nothing new, the last instruction is never replaced.
        const alone = whatHolds(earlier, '').holding
        expect(alone.at(-1)).toBe(all.at(-1))
      }),
    )
  })
})

describe('the prompt', () => {
  it('tells a model that follows instructions what it must not undo', () => {
    const turns = { base: 'a portrait', holding: ['warmer light', 'a hat'], newest: ' make the hat blue ' }
    expect(composeTurns(turns, 'instruction')).toBe(
      'make the hat blue\n\nStill applies from before: warmer light; a hat.',
    )
    expect(composeTurns({ ...turns, holding: [] }, 'instruction')).toBe('make the hat blue')
  })

  it('says everything again to a model that redraws by a description', () => {
    const turns = { base: 'a portrait. ', holding: ['warm light'], newest: 'a blue hat' }
    expect(composeTurns(turns, 'description')).toBe('a portrait, warm light, a blue hat')
    expect(composeTurns({ ...turns, base: '' }, 'description')).toBe('warm light, a blue hat')
  })
})
