import type { Readable, Writable } from 'node:stream'
import type { CommandInput } from '../program/command.ts'

const enter = /[\r\n]/

const ctrlC = '\u0003'

const ctrlD = '\u0004'

/**
 * Reads a key from standard input: all of it from a pipe, one line without echo in a terminal. Empty when the user
 * gives up.
 */
export async function readSecret(prompt: string, input: CommandInput, output: Writable): Promise<string> {
  input.setEncoding('utf8')
  if (input.isTTY !== true) return readAll(input)
  output.write(`${prompt} `)
  input.setRawMode?.(true)
  try {
    return await readLine(input)
  } finally {
    input.setRawMode?.(false)
    input.pause()
    output.write('\n')
  }
}

async function readAll(input: Readable): Promise<string> {
  let text = ''
  for await (const part of input) text += String(part)
  return text
}

function readLine(input: Readable): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  let line = ''
  input.on('data', (part) => {
    const text = String(part)
    line += text
    if (text.includes(ctrlC)) resolve('')
    else if (enter.test(text) || text.includes(ctrlD)) resolve(line.split(enter)[0]?.replace(ctrlD, '') ?? '')
  })
  input.on('end', () => resolve(line))
  return promise
}
