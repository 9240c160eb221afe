import type { FailureCase, StubResponse } from '../service-stub.ts'

/** Response of `/prompt` when it rejects a workflow. */
function turnedAway(type: string, message: string, details: string, nodeErrors: object = {}): StubResponse {
  return { status: 400, json: { error: { type, message, details, extra_info: {} }, node_errors: nodeErrors } }
}

function nodeError(classType: string, type: string, message: string, details: string, inputName: string): object {
  const error = { type, message, details, extra_info: { input_name: inputName } }
  return { '1': { class_type: classType, dependent_outputs: ['9'], errors: [error] } }
}

interface Scene extends FailureCase {
  /** Response of `/prompt`; absent = accepted, and fails while it runs. */
  readonly response?: StubResponse
  /** Messages in the history after the run. */
  readonly messages?: readonly (readonly [string, object])[]
}

const missingCheckpoint = nodeError(
  'CheckpointLoaderSimple',
  'value_not_in_list',
  'Value not in list',
  "ckpt_name: 'gone.safetensors' not in ['v1-5-pruned-emaonly.safetensors']",
  'ckpt_name',
)

export const failures: readonly Scene[] = [
  {
    name: '400-checkpoint',
    code: 'provider/unknown-model',
    isBilled: 'no',
    message: 'gone.safetensors',
    response: turnedAway('prompt_outputs_failed_validation', 'Prompt outputs failed validation', '', missingCheckpoint),
  },
  {
    name: '400-sampler',
    code: 'provider/invalid-request',
    isBilled: 'no',
    message: 'KSampler: Value not in list',
    response: turnedAway(
      'prompt_outputs_failed_validation',
      'Prompt outputs failed validation',
      '',
      nodeError('KSampler', 'value_not_in_list', 'Value not in list', "sampler_name: 'x'", 'sampler_name'),
    ),
  },
  {
    name: '400-node',
    code: 'provider/unsupported',
    isBilled: 'no',
    message: 'IPAdapterAdvanced',
    response: turnedAway('missing_node_type', "Node 'IPAdapterAdvanced' not found.", "Node ID '#12'"),
  },
  {
    name: '400-node-in-old-builds',
    code: 'provider/unsupported',
    isBilled: 'no',
    message: 'IPAdapterAdvanced',
    response: turnedAway(
      'invalid_prompt',
      'Cannot execute because node IPAdapterAdvanced does not exist.',
      "Node ID '#12'",
    ),
  },
  {
    name: '401-of-a-proxy',
    code: 'credential/rejected',
    isBilled: 'no',
    message: '',
    response: { status: 401, headers: { 'content-type': 'text/html' }, text: '<html><h1>401</h1></html>' },
  },
  {
    name: '403-origin',
    code: 'provider/unsupported',
    isBilled: 'no',
    message: 'rejected the origin',
    response: { status: 403, text: '' },
  },
  {
    name: '413',
    code: 'provider/invalid-request',
    isBilled: 'no',
    message: '--max-upload-size',
    response: { status: 413, text: 'Request Entity Too Large' },
  },
  {
    name: '500',
    code: 'provider/unavailable',
    isBilled: 'no',
    message: '',
    response: { status: 500, text: '500 Internal Server Error\n\nServer got itself in trouble' },
  },
  {
    name: 'partly-valid',
    code: 'provider/task-failed',
    isBilled: 'no',
    message: 'gone.safetensors',
    response: { status: 200, json: { prompt_id: 'partly-valid', number: 1, node_errors: missingCheckpoint } },
  },
  {
    name: 'out-of-memory',
    code: 'provider/task-failed',
    isBilled: 'no',
    message: 'A smaller image',
    messages: [
      ['execution_start', { timestamp: 1 }],
      [
        'execution_error',
        {
          node_type: 'KSampler',
          exception_type: 'torch.OutOfMemoryError',
          exception_message: 'Allocation on device\n',
          traceback: [],
        },
      ],
    ],
  },
]
