;;; Drives Emacs with the recipe: opens a draft, and prints as JSON what a user would see.

(require 'json)
(setq eglot-sync-connect 30)
(load (getenv "GOUJI_RECIPE"))

(defun wait-for (what condition)
  (let ((end (+ (float-time) 30)))
    (while (not (funcall condition))
      (when (> (float-time) end) (error "Waited in vain for %s" what))
      (accept-process-output nil 0.05))))

(find-file (getenv "GOUJI_DRAFT"))
(run-hooks 'post-command-hook) ; eglot-ensure waits for the end of the command
(wait-for "the server" #'eglot-managed-p)
(wait-for "diagnostics" (lambda () (flymake-diagnostics)))

(let* ((found (car (flymake-diagnostics)))
       (from (flymake-diagnostic-beg found))
       (to (flymake-diagnostic-end found))
       (marked (buffer-substring-no-properties from to))
       (server (eglot-current-server)))
  (goto-char from)
  (let* ((hover (jsonrpc-request server :textDocument/hover
                                 (eglot--TextDocumentPositionParams)))
         (actions (eglot-code-actions from to nil nil))
         (fix (seq-find (lambda (action) (plist-get action :edit)) actions)))
    (eglot--apply-workspace-edit (plist-get fix :edit))
    (princ (json-encode (list :marked marked
                              :hover (plist-get (plist-get hover :contents) :value)
                              :fixed (buffer-string))))
    (set-buffer-modified-p nil)
    (eglot-shutdown server)))
