import { expect, it } from 'vitest'
import { suggestedModels } from '../../../src/shared/domain/suggested-models.ts'
import type { VisionTask } from '../../../src/shared/domain/vision.ts'
import { reportOf, withProgram } from '../../support/program-stage.ts'

const { atelier } = withProgram()

/** Finding by words needs a model for selection, too, which is asked for first: `select.test.ts` has its own. */
const commands: readonly (readonly [VisionTask, string, readonly string[]])[] = [
  ['search', '608 MB', ['search', 'looks:fog']],
  ['objects', '39 MB', ['select', 'photo.png', '--point', '5,5', '--out', 'made.png']],
  ['background', '224 MB', ['background', 'photo.png', '--out', 'cut.png']],
  ['describe', '1.1 GB', ['describe', 'photo.png']],
  ['upscale', '67 MB', ['upscale', 'photo.png', '--out', 'large.png']],
  ['depth', '99 MB', ['control', 'photo.png', '--kind', 'depth']],
  ['pose', '40 MB', ['control', 'photo.png', '--kind', 'pose']],
  ['remove', '208 MB', ['fill', 'photo.png', '--mask', 'mask.png', '--model', 'lama', '--out', 'filled.png']],
]

it.each(commands)(
  'where a model for %s is missing, names one, its size, its license and the command',
  async (...of) => {
    const [task, size, args] = of
    const { id, name, license } = suggestedModels[task]
    const { code, out, err } = await atelier(...args)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    const lines = err.trim().split('\n').slice(-2)
    expect(lines[0]).toContain(`${name} does this on your computer (≈ ${size}, ${license} license).`)
    expect(lines[1]).toMatch(new RegExp(`^To get it: atelier models download ${id}(?:\\.|$)`))
    expect(lines[1]!.includes('atelier engine install')).toBe(task === 'upscale')

    const report = reportOf(await atelier(...args, '--json'))
    expect(report).toMatchObject({ error_code: 'model/missing', missing_model: { id, name, license } })
  },
)
