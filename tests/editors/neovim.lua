-- Drives Neovim with the recipe: opens a draft, and prints as JSON what a user would see.
local draft = vim.env.GOUJI_DRAFT
local seen = {}

local function wait_for(what, condition)
  assert(vim.wait(30000, condition, 20), "waited in vain for " .. what)
end

vim.lsp.enable("gouji")
vim.lsp.config("gouji", { cmd = { vim.env.GOUJI_PYTHON, "-m", "gouji", "server", "--no-plugins" } })
vim.cmd.edit(draft)
vim.cmd("doautoall nvim.lsp.enable FileType")
wait_for("diagnostics", function() return #vim.diagnostic.get(0) > 0 end)
local function shares()
  return vim.tbl_filter(function(d) return d.code == "PCT001" end, vim.diagnostic.get(0))
end
local share = shares()[1]
seen.marked = vim.api.nvim_buf_get_text(0, share.lnum, share.col, share.end_lnum, share.end_col, {})[1]

local client = vim.lsp.get_clients({ name = "gouji" })[1]
vim.api.nvim_win_set_cursor(0, { share.lnum + 1, share.col })
local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
seen.hover = client:request_sync("textDocument/hover", params, 10000, 0).result.contents.value

-- a quick fix that asks for a reason
vim.ui.input = function(_, answer) answer("as agreed") end
local buffer = vim.api.nvim_get_current_buf()
vim.lsp.buf.code_action({
  apply = true,
  filter = function(action) return (action.command or {}).command == "gouji.allow" end,
})
local function config() return vim.fn.bufnr("gouji.toml") end
wait_for("the configuration", function()
  return config() > 0 and #vim.api.nvim_buf_get_lines(config(), 0, -1, false) > 3
end)
wait_for("the place of the reason", function() return vim.fn.bufnr() == config() end)
seen.config = table.concat(vim.api.nvim_buf_get_lines(config(), 0, -1, false), "\n")

-- a page of the server's
vim.cmd.edit("gouji://rule/en/PCT001.md")
seen.page = vim.api.nvim_buf_get_lines(0, 0, 1, false)[1]
seen.writable = vim.bo.modifiable

-- the draft corrected
vim.api.nvim_set_current_buf(buffer)
vim.api.nvim_buf_set_text(buffer, share.lnum, share.col, share.end_lnum, share.end_col, { "36.61%" })
wait_for("a clean draft", function() return #shares() == 0 end)
seen.clean = true
io.stdout:write(vim.json.encode(seen))
