import { basename } from 'node:path'
import { precisions, precisionWords, type Precision } from '../../shared/domain/precision.ts'
import type { ConversionPlan } from '../local/local-service.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from './command.ts'
import { badInput, sizeOf } from './read-options.ts'
import { successReport } from './report.ts'

export const convertModelCommand = defineCommand({
  name: 'models convert',
  group: 'Models',
  summary: 'Make a smaller copy of a local model by quantizing it.',
  details:
    'Without --to it lists what the model can be converted to, with the size each would have, and writes nothing. The ' +
    'copy lies with the downloaded models; the original stays. Biases, embeddings and the VAE keep their precision.',
  args: { '<id>': 'As “models list” names it' },
  options: { to: { value: 'precision', help: `One of ${precisions.join(', ')}.` } },
  examples: ['models convert flux1-dev', 'models convert flux1-dev --to q8_0'],
  async run({ to }, [id = ''], context) {
    const local = await (await context.services()).local()
    if (to === undefined) return listChoices(id, await local.planConversion(id))
    const precision = precisions.find((each) => each.toLowerCase() === to.toLowerCase())
    if (precision === undefined) throw badInput(`--to must be one of ${precisions.join(', ')}; “${to}” is not.`)
    const { signal } = context
    const written = await local.convert(id, precision, { signal, onProgress: teller(id, precision, context) })
    return {
      lines: [`${written.path}: ${sizeOf(written.bytes)}`],
      report: successReport({ converted_model: { id, precision, path: written.path, bytes: written.bytes } }),
    }
  },
})

function listChoices(id: string, { from, bytes, choices }: ConversionPlan): CommandOutcome {
  return {
    lines: [
      `${id} · ${basename(from)} · ${sizeOf(bytes)}`,
      ...choices.map((choice) => {
        const saved = Math.round(100 * (1 - choice.bytes / bytes))
        return `${choice.precision}  ${sizeOf(choice.bytes)} · ${saved} % smaller · ${precisionWords[choice.precision]}`
      }),
      `Convert it: atelier models convert ${id} --to ${choices[0]!.precision}`,
    ],
    report: successReport({
      conversions: { id, bytes, choices: choices.map((each) => ({ precision: each.precision, bytes: each.bytes })) },
    }),
  }
}

/** A line for every tenth of the way. */
const stepPercent = 10

function teller(id: string, precision: Precision, { tellProgress }: CommandContext): (fraction: number) => void {
  let toldPercent = 0
  return (fraction) => {
    const percent = Math.floor(fraction * 100)
    if (percent < toldPercent + stepPercent) return
    toldPercent = percent
    tellProgress(`${id} to ${precision}: ${percent} %`)
  }
}
