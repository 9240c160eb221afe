import { plainMessage as message } from '../plain-message.ts'

// Import of a configuration file
export const placeholder = message(
  'is filled in from the environment, which this file does not support. Write the value.',
)
export const otherBlock = message('“{block}” is not part of Atelier')
export const unknownProvider = message('“{name}” is not a provider of Atelier')
export const providerName = message('Changed: {id} is its name here')
export const retired = message('Changed: {model} is retired, and this is its successor')
export const retiredWithoutSuccessor = message('{model} is retired and has no successor')
export const nothingUsable = message('nothing in the list can be used')
export const fullPath = message('Changed: written as a full path, because atelier.yaml is in another folder')
export const unknownModel = message('{model} is not in Atelier’s list of models')
