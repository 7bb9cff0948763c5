-- gouji in Neovim 0.11 or newer: put this file at ~/.config/nvim/lsp/gouji.lua,
-- and vim.lsp.enable("gouji") into init.lua.

-- Pages about rules and text views of PDF, Word and Excel files are documents of the server.
vim.api.nvim_create_autocmd("BufReadCmd", {
  group = vim.api.nvim_create_augroup("gouji", { clear = true }),
  pattern = "gouji://*",
  callback = function(event)
    local client = vim.lsp.get_clients({ name = "gouji" })[1]
    local answer, failed
    if client then
      answer, failed = client:request_sync(
        "workspace/textDocumentContent", { uri = event.match }, 10000, event.buf)
    end
    local result = answer and answer.result
    local text = result and result.text
      or vim.inspect(failed or (answer and answer.err) or "gouji is not running")
    vim.bo[event.buf].modifiable = true
    vim.api.nvim_buf_set_lines(event.buf, 0, -1, false, vim.split(text:gsub("\n$", ""), "\n"))
    vim.bo[event.buf].modifiable = false
    vim.bo[event.buf].buftype = "nofile"
    vim.bo[event.buf].filetype = event.match:match("%.md$") and "markdown" or "text"
  end,
})

-- A finding is allowed for a reason, which only the user knows.
vim.lsp.commands["gouji.allow"] = function(command, context)
  local place = command.arguments[1]
  vim.ui.input({ prompt = "gouji: " .. place.rule .. ": " }, function(reason)
    if reason and vim.trim(reason) ~= "" then
      place.reason = vim.trim(reason)
      local client = assert(vim.lsp.get_client_by_id(context.client_id))
      client:request("workspace/executeCommand",
        { command = command.command, arguments = { place } }, nil, context.bufnr)
    end
  end)
end

return {
  cmd = { "gouji", "server" },
  filetypes = { "text", "markdown", "html" },
  root_markers = { "gouji.toml", ".git" },
  capabilities = { workspace = { textDocumentContent = { dynamicRegistration = false } } },
}
