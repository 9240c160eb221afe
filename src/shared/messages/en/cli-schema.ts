import { plainMessage as message } from '../plain-message.ts'

export const schema = message(
  'Print the JSON Schema of what commands print with --json, of a grid’s or an edit plan’s file, or of a tool.',
)
export const schemaDetails = message(
  'Without an argument: of the report of every command. With the name of a tool: of its parameters and its result, as in batches, recipes and MCP. With “grid” or “plan”: of the file that describes a grid or an edit plan.',
)
export const schemaTool = message('Name of a tool, such as generate_image, or grid or plan')
